DELETE FROM org WHERE status = 'closed';
