-- Walking the cell: forms, campaigns with their doors, visits and whom they met, and what visits said of fields of the ledger. What was
-- seen and answered is sealed; in clear stands who went where and when, how the door ended, and how many questions were put.

CREATE TABLE visit_forms (
  tenant @key NOT NULL,
  id @key NOT NULL,
  version @int NOT NULL,
  code @key NOT NULL,
  text @text NOT NULL,
  by_account @id NOT NULL,
  published_at @time NOT NULL,
  PRIMARY KEY (tenant, id, version)
) @table;
@distribute(visit_forms);

-- status: draft, running, signed, withdrawn.
CREATE TABLE campaigns (
  tenant @key NOT NULL,
  id @id NOT NULL,
  code @key NOT NULL,
  status @key NOT NULL,
  sealed @bytes NOT NULL,
  version @int NOT NULL,
  PRIMARY KEY (tenant, id)
) @heap;
CREATE INDEX campaigns_status ON campaigns (tenant, status, id);
@distribute(campaigns);

-- code: the door's cell today; at_start: when the list was fixed; outcome: the most telling so far, by the domain's order, 0 where nobody went.
CREATE TABLE campaign_doors (
  tenant @key NOT NULL,
  campaign @id NOT NULL,
  dwelling @id NOT NULL,
  code @key NOT NULL,
  at_start @key NOT NULL,
  outcome @int NOT NULL,
  PRIMARY KEY (tenant, campaign, dwelling)
) @table;
CREATE INDEX campaign_doors_code ON campaign_doors (tenant, campaign, code, dwelling, at_start, outcome);
CREATE INDEX campaign_doors_dwelling ON campaign_doors (tenant, dwelling);
CREATE INDEX campaign_doors_cell ON campaign_doors (tenant, code);
@distribute(campaign_doors);

-- code: the cell in which somebody went, which stays; cell: where the door stands today. A patrol has no door. month: of the visit.
-- forget: the day from which on what is sealed is forgotten; '' once it is.
CREATE TABLE visits (
  tenant @key NOT NULL,
  id @id NOT NULL,
  kind @key NOT NULL,
  dwelling @id,
  code @key NOT NULL,
  cell @key NOT NULL,
  by_account @id NOT NULL,
  at @time NOT NULL,
  received_at @time NOT NULL,
  campaign @id,
  outcome @key NOT NULL,
  form @key NOT NULL,
  form_version @int NOT NULL,
  month @key NOT NULL,
  asked @int NOT NULL,
  confirmed @int NOT NULL,
  forget @key NOT NULL,
  sealed @bytes,
  PRIMARY KEY (tenant, id)
) @heap;
CREATE INDEX visits_door ON visits (tenant, dwelling, id) WHERE dwelling IS NOT NULL;
CREATE INDEX visits_campaign ON visits (tenant, campaign, dwelling) WHERE campaign IS NOT NULL;
CREATE INDEX visits_mine ON visits (tenant, by_account, id);
CREATE INDEX visits_cell ON visits (tenant, cell, id);
CREATE INDEX visits_month ON visits (tenant, month, form) WHERE form <> '';
CREATE INDEX visits_forget ON visits (tenant, forget) WHERE forget <> '';
@distribute(visits);

-- Whom a visit met; about: the one of whom the questions about a person were.
CREATE TABLE visit_people (
  tenant @key NOT NULL,
  resident @id NOT NULL,
  visit @id NOT NULL,
  about @bool NOT NULL,
  PRIMARY KEY (tenant, resident, visit)
) @table;
CREATE INDEX visit_people_visit ON visit_people (tenant, visit);
@distribute(visit_people);

-- subject: the household or resident whose field it is; code: their cell today.
CREATE TABLE visit_edits (
  tenant @key NOT NULL,
  id @id NOT NULL,
  subject @id NOT NULL,
  field @key NOT NULL,
  code @key NOT NULL,
  by_account @id NOT NULL,
  at @time NOT NULL,
  sealed @bytes NOT NULL,
  PRIMARY KEY (tenant, id)
) @heap;
CREATE INDEX visit_edits_subject ON visit_edits (tenant, subject, field);
CREATE INDEX visit_edits_at ON visit_edits (tenant, at);
CREATE INDEX visit_edits_code ON visit_edits (tenant, code, subject);
@distribute(visit_edits);

-- Fields for which two values stand, until somebody settles them. subject_kind: household, resident.
CREATE TABLE visit_disputes (
  tenant @key NOT NULL,
  subject @id NOT NULL,
  field @key NOT NULL,
  subject_kind @key NOT NULL,
  code @key NOT NULL,
  PRIMARY KEY (tenant, subject, field)
) @table;
CREATE INDEX visit_disputes_code ON visit_disputes (tenant, code, subject, field);
@distribute(visit_disputes);
