"""Everything that writes actions, milestones, bundles, signatures and changes of signed plans."""
