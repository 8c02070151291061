-- é
SELECT 'é�';
