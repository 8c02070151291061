CREATE UNIQUE INDEX member_person ON member (person);
