-- The list of one's own dockings reads no more of them than a page: what each must be is asked one by one, along the order of the index.
CREATE OR REPLACE FUNCTION dockings_of_person(states text[], below_at timestamptz, below_id uuid, most integer) RETURNS SETOF docking_line
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT SET plan_cache_mode = force_custom_plan ROWS 26 AS $$
DECLARE before text;
BEGIN
	IF mitra_user() IS NULL THEN RETURN; END IF;
	before := mitra_act_as_operator('on');
	RETURN QUERY
		SELECT d.id, d.reference, d.title, d.title_language, d.state, d.ball, d.ball_since, d.next_step, p.touched_at, o.called, o.country::text, s.called, s.country::text, p.side
		FROM (
			SELECT q.docking_id, q.touched_at, q.side FROM docking_person q
			WHERE q.person_id = mitra_user()
				AND (below_at IS NULL OR (q.touched_at, q.docking_id) < (below_at, below_id))
				AND (states IS NULL OR (SELECT w.state FROM docking w WHERE w.id = q.docking_id) = ANY (states))
				AND (SELECT count(*) FROM docking_party w JOIN membership m ON m.organisation_id = w.organisation_id
					WHERE w.docking_id = q.docking_id AND w.side = q.side AND m.user_id = q.person_id) > 0
			ORDER BY q.touched_at DESC, q.docking_id DESC LIMIT most) p
		JOIN docking d ON d.id = p.docking_id
		JOIN docking_party o ON o.docking_id = d.id AND o.side = 'offering'
		JOIN docking_party s ON s.docking_id = d.id AND s.side = 'seeking'
		ORDER BY p.touched_at DESC, p.docking_id DESC;
	PERFORM mitra_act_as_operator(before);
END $$;
