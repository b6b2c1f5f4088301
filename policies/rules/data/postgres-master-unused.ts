import * as aws from "@pulumi/aws";
import type { Node, ResourceClass } from "../../graph.ts";
import { stackRule, type Edit } from "../../rule.ts";

/** Where a program hands over a password, and the property that takes it. */
const takers: [ResourceClass, string, string][] = [
    [aws.secretsmanager.SecretVersion, "secretString", "aws:secretsmanager/secretVersion:SecretVersion"],
    [aws.ecs.TaskDefinition, "containerDefinitions", "aws:ecs/taskDefinition:TaskDefinition"],
    [aws.lambda.Function, "environment", "aws:lambda/function:Function"],
    [aws.ssm.Parameter, "value", "aws:ssm/parameter:Parameter"],
];

/** Hands the master's password to something new. */
const handedTo = ([, property, type]: (typeof takers)[number]): Edit => {
    return (db, nodes) => {
        const propertyDependencies = { [property]: [...(db.propertyDependencies.password ?? [])] };
        const taker = { type, name: "leak", urn: `${db.urn}-leak`, props: {}, opts: { protect: false } };
        nodes.push({ ...taker, propertyDependencies } as Node);
    };
};

export default stackRule(aws.rds.Instance, {
    id: "postgres-master-unused",
    criterion: "DAT-11",
    severity: "high",
    says: "Nothing but RDS is given the master's password: whatever works in the database has a role of its own.",
    fix: "Let components/data/roles.ts make a login for the purpose, and hand over its secret.",
    check: (db, stack) => {
        const from = new Set((db.propertyDependencies.password ?? []).map(({ urn }) => urn));
        const taken = takers.flatMap(([type, property]) =>
            stack
                .all(type)
                .filter((one) => one.propertyDependencies[property]?.some(({ urn }) => from.has(urn))),
        );
        return taken.length > 0 ? `${taken.map(({ name }) => name).join(", ")} gets it, too.` : undefined;
    },
    breaks: { "left out": handedTo(takers[0]!), "to a function": handedTo(takers[2]!) },
});
