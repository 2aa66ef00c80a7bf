-- Sections for the network stand behind the wall too: whoever is not signed in gets nothing, whatever a query forgets to ask.
-- mitra_reads (0010, 0018) answers for them already.
ALTER TABLE listing_guarded_section DROP CONSTRAINT listing_guarded_section_disclosure_check;
ALTER TABLE listing_guarded_section ADD CONSTRAINT listing_guarded_section_disclosure_check CHECK (disclosure IN ('network', 'parties', 'confidential'));

-- As in 0010, with the network's sections.
CREATE OR REPLACE FUNCTION listing_guard_sections() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
	part text;
	held jsonb;
	before text := mitra_act_as_operator('on');
BEGIN
	IF TG_OP = 'INSERT' THEN
		NEW.guarded := '{}';
	ELSIF NEW.guarded = '{}' AND OLD.guarded <> '{}' THEN
		DELETE FROM listing_guarded_section WHERE version_id = NEW.id;
	ELSE
		NEW.guarded := OLD.guarded;
	END IF;
	FOREACH part IN ARRAY ARRAY['description', 'advantages', 'sought', 'price', 'budget', 'ip'] LOOP
		CONTINUE WHEN coalesce(NEW.disclosure->>part, 'public') NOT IN ('network', 'parties', 'confidential');
		held := CASE part
			WHEN 'description' THEN CASE WHEN NEW.description <> '' THEN jsonb_build_object('description', NEW.description) END
			WHEN 'advantages' THEN CASE WHEN NEW.advantages <> '' OR NEW.benefit_in_figures <> '' OR NEW.compared_with <> '' THEN
				jsonb_build_object('advantages', NEW.advantages, 'benefitInFigures', NEW.benefit_in_figures, 'comparedWith', NEW.compared_with) END
			WHEN 'sought' THEN CASE WHEN NEW.sought <> '' THEN jsonb_build_object('sought', NEW.sought) END
			WHEN 'price' THEN CASE WHEN NEW.price IS NOT NULL AND NEW.price <> 'null' THEN jsonb_build_object('price', NEW.price) END
			WHEN 'budget' THEN CASE WHEN NEW.budget IS NOT NULL AND NEW.budget <> 'null' THEN jsonb_build_object('budget', NEW.budget) END
			WHEN 'ip' THEN CASE WHEN NEW.ip->>'status' IS NOT NULL OR NEW.ip->'rights' <> '[]' THEN jsonb_build_object('ip', NEW.ip) END
		END;
		CONTINUE WHEN held IS NULL;
		INSERT INTO listing_guarded_section (version_id, section, listing_id, disclosure, content)
			VALUES (NEW.id, part, NEW.listing_id, NEW.disclosure->>part, held)
			ON CONFLICT (version_id, section) DO UPDATE SET disclosure = excluded.disclosure, content = excluded.content;
		IF NOT part = ANY (NEW.guarded) THEN NEW.guarded := NEW.guarded || part; END IF;
		CASE part
			WHEN 'description' THEN NEW.description := '';
			WHEN 'advantages' THEN NEW.advantages := ''; NEW.benefit_in_figures := ''; NEW.compared_with := '';
			WHEN 'sought' THEN NEW.sought := '';
			WHEN 'price' THEN NEW.price := NULL;
			WHEN 'budget' THEN NEW.budget := NULL;
			WHEN 'ip' THEN NEW.ip := '{"status": null, "rights": []}';
		END CASE;
	END LOOP;
	PERFORM mitra_act_as_operator(before);
	RETURN NEW;
END $$;

-- The sections that stand there already. Their updated_at stays, and nobody's index has to read them again.
UPDATE listing_version SET disclosure = disclosure WHERE disclosure::text ~ 'network';
SET CONSTRAINTS ALL IMMEDIATE;
