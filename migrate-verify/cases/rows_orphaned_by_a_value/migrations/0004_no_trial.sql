DELETE FROM plan WHERE code = 'trial';
