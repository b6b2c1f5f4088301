import * as aws from "@pulumi/aws";
import { stackRule } from "../../rule.ts";
import { handedTo, migratedAsMaster, startedAsMaster, takersOf } from "../../takers.ts";

export default stackRule(aws.rds.Instance, {
    id: "postgres-master-unused",
    criterion: "DAT-11",
    severity: "high",
    says: "Nothing but RDS, and what makes the roles, is given the master's password: whatever works in the database has a role of its own.",
    fix: "Let components/data/roles.ts make a login for the purpose, and hand over its secret.",
    check: (db, stack) => {
        const taken = [...takersOf(db, "password", stack), ...startedAsMaster(stack)];
        return taken.length > 0 ? `${taken.map(({ name }) => name).join(", ")} gets it, too.` : undefined;
    },
    breaks: {
        "left out": handedTo(aws.secretsmanager.SecretVersion, "password"),
        "to a function": handedTo(aws.lambda.Function, "password"),
        "to the migrations": migratedAsMaster,
    },
});
