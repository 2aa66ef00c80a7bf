-- Lists and figures of dockings that stay quick with many of them. A wall that is asked row by row keeps the database from using the
-- order of an index; these functions look through the walls, and are walls of their own: each gives its lines to those alone who are
-- in all of them.

-- One row of a centre counts for each docking, also where it advises both sides.
ALTER TABLE docking_party ADD COLUMN counts boolean NOT NULL DEFAULT true;
UPDATE docking_party p SET counts = false
	WHERE p.side = 'seeking' AND EXISTS (SELECT FROM docking_party o WHERE o.docking_id = p.docking_id AND o.side = 'offering' AND o.centre_id = p.centre_id);
COMMENT ON COLUMN docking_party.counts IS 'False for the seeking side where one centre advises both';
CREATE FUNCTION docking_party_counts() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE before text := mitra_act_as_operator('on');
BEGIN
	NEW.counts := NEW.side = 'offering' OR NOT EXISTS (
		SELECT FROM docking_party o WHERE o.docking_id = NEW.docking_id AND o.side = 'offering' AND o.centre_id = NEW.centre_id);
	PERFORM mitra_act_as_operator(before);
	RETURN NEW;
END $$;
CREATE TRIGGER docking_party_counts BEFORE INSERT ON docking_party FOR EACH ROW EXECUTE FUNCTION docking_party_counts();

DROP INDEX docking_party_of_centre, docking_party_by_state, docking_party_counted, docking_party_ageing;
CREATE INDEX docking_party_of_centre ON docking_party (centre_id, touched_at DESC, docking_id DESC) WHERE counts;
CREATE INDEX docking_party_by_state ON docking_party (centre_id, state, touched_at DESC, docking_id DESC) WHERE counts;
CREATE INDEX docking_party_waiting ON docking_party (centre_id, ball_since, docking_id) INCLUDE (ball, state) WHERE counts AND ball <> 'none';
CREATE INDEX docking_party_reached ON docking_party (centre_id, opened_at) INCLUDE (furthest, state) WHERE counts;
CREATE INDEX docking_party_reached_all ON docking_party (opened_at) INCLUDE (furthest, state) WHERE side = 'offering';
CREATE INDEX interest_of_own_centre ON interest (own_centre_id, created_at) INCLUDE (state, ended_in, step_since, their_centre_id);
CREATE INDEX interest_of_their_centre ON interest (their_centre_id, created_at) INCLUDE (state, ended_in, step_since, own_centre_id);

CREATE TYPE docking_line AS (
	id uuid, reference text, title text, title_language text, state text, ball text, ball_since timestamptz, next_step text, touched_at timestamptz,
	offering_names jsonb, offering_country text, seeking_names jsonb, seeking_country text, stand text
);

-- The dockings in which the person who asks is a contact person, the last changed first, below a row for the next page.
CREATE FUNCTION dockings_of_person(states text[], below_at timestamptz, below_id uuid, most integer) RETURNS SETOF docking_line
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT SET plan_cache_mode = force_custom_plan ROWS 26 AS $$
DECLARE before text;
BEGIN
	IF mitra_user() IS NULL THEN RETURN; END IF;
	before := mitra_act_as_operator('on');
	RETURN QUERY
		SELECT d.id, d.reference, d.title, d.title_language, d.state, d.ball, d.ball_since, d.next_step, p.touched_at, o.called, o.country::text, s.called, s.country::text, p.side
		FROM docking_person p
		JOIN docking d ON d.id = p.docking_id
		JOIN docking_party o ON o.docking_id = d.id AND o.side = 'offering'
		JOIN docking_party s ON s.docking_id = d.id AND s.side = 'seeking'
		WHERE p.person_id = mitra_user() AND (states IS NULL OR d.state = ANY (states))
			AND (below_at IS NULL OR (p.touched_at, p.docking_id) < (below_at, below_id))
			AND EXISTS (SELECT FROM membership m WHERE m.user_id = p.person_id AND m.organisation_id = CASE p.side WHEN 'offering' THEN o.organisation_id ELSE s.organisation_id END)
		ORDER BY p.touched_at DESC, p.docking_id DESC LIMIT most;
	PERFORM mitra_act_as_operator(before);
END $$;

-- The dockings that a centre advises, for its officers: the last changed first, of one state or of all.
CREATE FUNCTION dockings_of_centre(centre text, of_state text, below_at timestamptz, below_id uuid, most integer) RETURNS SETOF docking_line
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT SET plan_cache_mode = force_custom_plan ROWS 26 AS $$
DECLARE before text;
BEGIN
	IF NOT mitra_advises_for(centre) THEN RETURN; END IF;
	before := mitra_act_as_operator('on');
	RETURN QUERY
		SELECT d.id, d.reference, d.title, d.title_language, d.state, d.ball, d.ball_since, d.next_step, p.touched_at, o.called, o.country::text, s.called, s.country::text, 'officers'
		FROM (
			SELECT q.docking_id, q.touched_at FROM docking_party q
			WHERE q.centre_id = centre AND q.counts AND (of_state IS NULL OR q.state = of_state) AND (below_at IS NULL OR (q.touched_at, q.docking_id) < (below_at, below_id))
			ORDER BY q.touched_at DESC, q.docking_id DESC LIMIT most) p
		JOIN docking d ON d.id = p.docking_id
		JOIN docking_party o ON o.docking_id = d.id AND o.side = 'offering'
		JOIN docking_party s ON s.docking_id = d.id AND s.side = 'seeking'
		ORDER BY p.touched_at DESC, p.docking_id DESC;
	PERFORM mitra_act_as_operator(before);
END $$;

-- Of these, those in which somebody's turn lasts, the longest first.
CREATE FUNCTION dockings_waiting(centre text, above_at timestamptz, above_id uuid, most integer) RETURNS SETOF docking_line
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT SET plan_cache_mode = force_custom_plan ROWS 26 AS $$
DECLARE before text;
BEGIN
	IF NOT mitra_advises_for(centre) THEN RETURN; END IF;
	before := mitra_act_as_operator('on');
	RETURN QUERY
		SELECT d.id, d.reference, d.title, d.title_language, d.state, d.ball, d.ball_since, d.next_step, d.touched_at, o.called, o.country::text, s.called, s.country::text, 'officers'
		FROM (
			SELECT q.docking_id, q.ball_since FROM docking_party q
			WHERE q.centre_id = centre AND q.counts AND q.ball <> 'none' AND (above_at IS NULL OR (q.ball_since, q.docking_id) > (above_at, above_id))
			ORDER BY q.ball_since, q.docking_id LIMIT most) p
		JOIN docking d ON d.id = p.docking_id
		JOIN docking_party o ON o.docking_id = d.id AND o.side = 'offering'
		JOIN docking_party s ON s.docking_id = d.id AND s.side = 'seeking'
		ORDER BY p.ball_since, p.docking_id;
	PERFORM mitra_act_as_operator(before);
END $$;

-- The interests that wait for a centre's officers to look at them, the oldest first.
CREATE FUNCTION interests_to_screen(centre text, above_at timestamptz, above_id uuid, most integer) RETURNS SETOF uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT SET plan_cache_mode = force_custom_plan ROWS 26 AS $$
DECLARE before text;
BEGIN
	IF NOT mitra_advises_for(centre) THEN RETURN; END IF;
	before := mitra_act_as_operator('on');
	RETURN QUERY
		SELECT w.id FROM (
			(SELECT i.id, i.step_since FROM interest i
				WHERE i.own_centre_id = centre AND i.state = 'at_own_centre' AND (above_at IS NULL OR (i.step_since, i.id) > (above_at, above_id)) ORDER BY i.step_since, i.id LIMIT most)
			UNION ALL
			(SELECT i.id, i.step_since FROM interest i
				WHERE i.their_centre_id = centre AND i.state = 'at_their_centre' AND (above_at IS NULL OR (i.step_since, i.id) > (above_at, above_id)) ORDER BY i.step_since, i.id LIMIT most)
		) w ORDER BY w.step_since, w.id LIMIT most;
	PERFORM mitra_act_as_operator(before);
END $$;

-- The figures as in 0016, from the narrower indexes.
CREATE OR REPLACE FUNCTION docking_figures(centre text, since timestamptz)
RETURNS TABLE (furthest text, state text, n bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE before text := mitra_act_as_operator('on');
BEGIN
	IF centre IS NULL THEN
		RETURN QUERY SELECT p.furthest, p.state, count(*) FROM docking_party p WHERE p.side = 'offering' AND p.opened_at >= since GROUP BY 1, 2;
	ELSE
		RETURN QUERY SELECT p.furthest, p.state, count(*) FROM docking_party p WHERE p.centre_id = centre AND p.counts AND p.opened_at >= since GROUP BY 1, 2;
	END IF;
	PERFORM mitra_act_as_operator(before);
END $$;
CREATE OR REPLACE FUNCTION docking_ageing(centre text, now timestamptz)
RETURNS TABLE (state text, ball text, age text, n bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT SET plan_cache_mode = force_custom_plan AS $$
DECLARE before text := mitra_act_as_operator('on');
BEGIN
	RETURN QUERY
		SELECT p.state, p.ball,
			CASE WHEN p.ball_since > now - interval '7 days' THEN 'week' WHEN p.ball_since > now - interval '30 days' THEN 'month'
				WHEN p.ball_since > now - interval '90 days' THEN 'quarter' ELSE 'older' END,
			count(*)
		FROM docking_party p
		WHERE p.ball <> 'none' AND p.counts AND (centre IS NULL OR p.centre_id = centre) AND (centre IS NOT NULL OR p.side = 'offering')
		GROUP BY 1, 2, 3;
	PERFORM mitra_act_as_operator(before);
END $$;
CREATE OR REPLACE FUNCTION interest_figures(centre text, since timestamptz, now timestamptz)
RETURNS TABLE (state text, ended_in text, age text, n bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT SET plan_cache_mode = force_custom_plan AS $$
DECLARE before text := mitra_act_as_operator('on');
BEGIN
	RETURN QUERY
		SELECT i.state, i.ended_in,
			CASE WHEN i.ended_in IS NOT NULL THEN NULL WHEN i.step_since > now - interval '7 days' THEN 'week' WHEN i.step_since > now - interval '30 days' THEN 'month'
				WHEN i.step_since > now - interval '90 days' THEN 'quarter' ELSE 'older' END,
			count(*)
		FROM (
			SELECT a.state, a.ended_in, a.step_since FROM interest a WHERE a.created_at >= since AND (centre IS NULL OR a.own_centre_id = centre)
			UNION ALL
			SELECT b.state, b.ended_in, b.step_since FROM interest b WHERE centre IS NOT NULL AND b.created_at >= since AND b.their_centre_id = centre AND b.own_centre_id <> centre
		) i
		GROUP BY 1, 2, 3;
	PERFORM mitra_act_as_operator(before);
END $$;
