-- An item of a work plan may be fulfilled by an agreement between members, too: by its entry in the public register.
ALTER TABLE work_plan_link
	ADD COLUMN register_number bigint REFERENCES agreement_register (number) ON DELETE CASCADE,
	DROP CONSTRAINT work_plan_link_check,
	ADD CHECK (num_nonnulls(event_id, agreement_id, register_number) = 1),
	DROP CONSTRAINT work_plan_link_item_id_event_id_agreement_id_key,
	ADD UNIQUE NULLS NOT DISTINCT (item_id, event_id, agreement_id, register_number);
CREATE INDEX ON work_plan_link (register_number) WHERE register_number IS NOT NULL;
