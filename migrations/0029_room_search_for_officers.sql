-- Search in one's own rooms, quick for whoever advises thousands of dockings as for who is in a few, and for seldom words as for common
-- ones. A seldom word is looked up in the index over all words. A common one stands among the newest texts of who is in much, and in
-- the own rooms themselves of who is in little; only where it does not, everything that has it is looked at.

CREATE OR REPLACE FUNCTION search_own_rooms(query tsquery, below bigint, most integer, room uuid)
RETURNS TABLE (id bigint) LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT SET plan_cache_mode = force_custom_plan SET enable_seqscan = off AS $$
DECLARE
	sample CONSTANT integer := 3000;
	newest CONSTANT integer := 20000;
	few CONSTANT integer := 1000;
	me text := mitra_user();
	before text;
	centres text[];
	common bigint;
	ids bigint[];
	rooms uuid[];
BEGIN
	IF me IS NULL THEN RETURN; END IF;
	before := mitra_act_as_operator('on');
	SELECT array_agg(m.centre_id) INTO centres FROM membership m WHERE m.user_id = me AND m.role IN ('officer', 'secretariat') AND m.centre_id IS NOT NULL;
	IF room IS NOT NULL THEN
		IF (coalesce(
			(SELECT true FROM docking_party o WHERE o.docking_id = room AND o.centre_id = ANY (centres) LIMIT 1),
			(SELECT true FROM docking_person p
				JOIN docking_party o ON o.docking_id = p.docking_id AND o.side = p.side
				JOIN membership m ON m.user_id = p.person_id AND m.organisation_id = o.organisation_id
				WHERE p.docking_id = room AND p.person_id = me LIMIT 1))) THEN
			RETURN QUERY
				SELECT t.id FROM room_text t
				WHERE t.docking_id = room AND t.terms @@ query AND (below IS NULL OR t.id < below)
				ORDER BY t.id DESC LIMIT most;
		END IF;
		PERFORM mitra_act_as_operator(before);
		RETURN;
	END IF;

	SELECT count(*) INTO common FROM (SELECT t.terms FROM room_text t WHERE below IS NULL OR t.id < below ORDER BY t.id DESC LIMIT sample) s WHERE s.terms @@ query;
	IF common >= sample / 100 THEN
		SELECT array_agg(own.docking_id) INTO rooms FROM (
			(SELECT o.docking_id FROM docking_party o WHERE o.centre_id = ANY (centres) AND o.counts LIMIT few + 1)
			UNION
			(SELECT p.docking_id FROM docking_person p
				JOIN docking_party o ON o.docking_id = p.docking_id AND o.side = p.side
				JOIN membership m ON m.user_id = p.person_id AND m.organisation_id = o.organisation_id
				WHERE p.person_id = me LIMIT few + 1)) own;
		IF coalesce(cardinality(rooms), 0) <= few THEN
			-- Read as they stand: looking the word up for each room anew would cost more than the room.
			RETURN QUERY
				SELECT f.id FROM unnest(rooms) AS own(docking_id)
				CROSS JOIN LATERAL (
					SELECT s.id FROM (
						SELECT t.id, t.terms FROM room_text t
						WHERE t.docking_id = own.docking_id AND (below IS NULL OR t.id < below) ORDER BY t.id DESC OFFSET 0) s
					WHERE s.terms @@ query LIMIT most) f
				ORDER BY f.id DESC LIMIT most;
			PERFORM mitra_act_as_operator(before);
			RETURN;
		END IF;

		SELECT array_agg(f.id) INTO ids FROM (
			SELECT s.id FROM (
				SELECT t.id, t.docking_id, t.terms FROM room_text t WHERE below IS NULL OR t.id < below ORDER BY t.id DESC LIMIT newest) s
			WHERE s.terms @@ query AND (coalesce(
					(SELECT true FROM docking_party o WHERE o.docking_id = s.docking_id AND o.centre_id = ANY (centres) LIMIT 1),
					(SELECT true FROM docking_person p
						JOIN docking_party o ON o.docking_id = p.docking_id AND o.side = p.side
						JOIN membership m ON m.user_id = p.person_id AND m.organisation_id = o.organisation_id
						WHERE p.docking_id = s.docking_id AND p.person_id = me LIMIT 1))) LIMIT most) f;
		IF cardinality(ids) = most THEN
			RETURN QUERY SELECT f.id FROM unnest(ids) AS f(id) ORDER BY 1 DESC;
			PERFORM mitra_act_as_operator(before);
			RETURN;
		END IF;
	END IF;
	RETURN QUERY
		WITH matching AS MATERIALIZED (
			SELECT t.id, t.docking_id FROM room_text t WHERE t.terms @@ query AND (below IS NULL OR t.id < below))
		SELECT f.id FROM (SELECT * FROM matching ORDER BY 1 DESC OFFSET 0) f
		WHERE (coalesce(
			(SELECT true FROM docking_party o WHERE o.docking_id = f.docking_id AND o.centre_id = ANY (centres) LIMIT 1),
			(SELECT true FROM docking_person p
				JOIN docking_party o ON o.docking_id = p.docking_id AND o.side = p.side
				JOIN membership m ON m.user_id = p.person_id AND m.organisation_id = o.organisation_id
				WHERE p.docking_id = f.docking_id AND p.person_id = me LIMIT 1))) LIMIT most;
	PERFORM mitra_act_as_operator(before);
END $$;
