-- A closed centre may be opened again.

-- Opens a closed centre and gives it some organisations: whatever table names both an organisation and its centre follows, now or
-- later, and so do the pairs of their listings. Answers how many rows of each table came.
CREATE FUNCTION centre_reopen(reopening text, members uuid[]) RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
	before text := mitra_act_as_operator('on');
	reference record;
	changed bigint;
	moved jsonb := '{}';
BEGIN
	UPDATE centre SET closed_on = NULL, closed_note = '[]', successor_id = NULL, version = version + 1 WHERE id = reopening AND closed_on IS NOT NULL;
	UPDATE organisation SET centre_id = reopening WHERE id = ANY (members);
	GET DIAGNOSTICS changed = ROW_COUNT;
	IF changed > 0 THEN moved := moved || jsonb_build_object('organisation', changed); END IF;
	FOR reference IN
		SELECT own.conrelid::regclass AS relation
		FROM pg_constraint own
		JOIN pg_attribute o ON o.attrelid = own.conrelid AND o.attnum = own.conkey[1] AND o.attname = 'organisation_id'
		JOIN pg_constraint served ON served.conrelid = own.conrelid AND served.contype = 'f' AND served.confrelid = 'centre'::regclass AND cardinality(served.conkey) = 1
		JOIN pg_attribute c ON c.attrelid = served.conrelid AND c.attnum = served.conkey[1] AND c.attname = 'centre_id'
		WHERE own.contype = 'f' AND own.confrelid = 'organisation'::regclass AND cardinality(own.conkey) = 1 AND own.conrelid <> 'membership'::regclass
	LOOP
		EXECUTE format('UPDATE %s SET centre_id = $1 WHERE organisation_id = ANY ($2) AND centre_id <> $1', reference.relation) USING reopening, members;
		GET DIAGNOSTICS changed = ROW_COUNT;
		IF changed > 0 THEN moved := moved || jsonb_build_object(reference.relation::text, changed); END IF;
	END LOOP;
	UPDATE suggested_pair p SET need_centre_id = reopening FROM listing l WHERE l.id = p.need_id AND l.organisation_id = ANY (members);
	UPDATE suggested_pair p SET offer_centre_id = reopening FROM listing l WHERE l.id = p.offer_id AND l.organisation_id = ANY (members);
	PERFORM mitra_act_as_operator(before);
	RETURN moved;
END $$;
