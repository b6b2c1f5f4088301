/** States of an RDS instance that do not pass by themselves (its User Guide, "Viewing Amazon RDS DB instance status"). */
export const lost =
    /^(deleting|failed|stopp(ed|ing)|inaccessible-encryption-credentials(-recoverable)?|restore-error)$|^incompatible-/;
