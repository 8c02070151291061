UPDATE entry SET memo = trim(memo);
