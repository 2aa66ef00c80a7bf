-- Search in one's own rooms, quick for common words too: who is in some hundred dockings is answered docking by docking, the newest
-- first, and stops when there are enough; who advises thousands by the index over all words.
CREATE OR REPLACE FUNCTION search_own_rooms(query tsquery, below bigint, most integer, room uuid)
RETURNS TABLE (id bigint) LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT SET plan_cache_mode = force_custom_plan AS $$
DECLARE
	before text;
	mine uuid[];
BEGIN
	IF mitra_user() IS NULL THEN RETURN; END IF;
	before := mitra_act_as_operator('on');
	SELECT array_agg(own.docking_id) INTO mine FROM (
		SELECT p.docking_id
		FROM docking_person p
		JOIN docking_party o ON o.docking_id = p.docking_id AND o.side = p.side
		JOIN membership m ON m.user_id = p.person_id AND m.organisation_id = o.organisation_id
		WHERE p.person_id = mitra_user()
		UNION
		SELECT o.docking_id
		FROM docking_party o
		JOIN membership m ON m.centre_id = o.centre_id AND m.role IN ('officer', 'secretariat')
		WHERE m.user_id = mitra_user()) own
		WHERE room IS NULL OR own.docking_id = room;
	IF coalesce(cardinality(mine), 0) <= 1000 THEN
		RETURN QUERY
			SELECT found.id
			FROM unnest(mine) AS own(docking_id)
			CROSS JOIN LATERAL (
				SELECT t.id FROM room_text t
				WHERE t.docking_id = own.docking_id AND t.terms @@ query AND (below IS NULL OR t.id < below)
				ORDER BY t.id DESC LIMIT most) found
			ORDER BY found.id DESC LIMIT most;
	ELSE
		RETURN QUERY
			SELECT t.id FROM room_text t
			WHERE t.terms @@ query AND (below IS NULL OR t.id < below) AND t.docking_id = ANY (mine)
			ORDER BY t.id DESC LIMIT most;
	END IF;
	PERFORM mitra_act_as_operator(before);
END $$;
