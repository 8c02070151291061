-- migrate: phase contract
DROP TABLE user;
