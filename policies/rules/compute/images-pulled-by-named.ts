import * as aws from "@pulumi/aws";
import { add } from "../../edits.ts";
import { allowedBy, isForAnyone } from "../../iam.ts";
import { stackRule, type Edit } from "../../rule.ts";
import { listOf } from "../../values.ts";

const { Repository, RepositoryPolicy } = aws.ecr;
const reading = /^ecr:(Describe|Get|List)\w+$|^ecr:BatchGet\w+$|^ecr:BatchCheckLayerAvailability$/;

/** Gives a repository a policy. */
const opened = (statement: object): Edit => {
    const named = { Effect: "Allow", Principal: { AWS: "210987654321" }, Action: "ecr:BatchGetImage" };
    const policy = JSON.stringify({ Statement: { ...named, ...statement } });
    return add(RepositoryPolicy, ({ props }) => ({ repository: props.name, policy }));
};

export default stackRule(Repository, {
    id: "images-pulled-by-named",
    criterion: "SEC-08",
    severity: "critical",
    says: "Who may pull from a repository is named, and by its policy nobody pushes or deletes: that takes a role of its account.",
    fix: "Name accounts as Principal in the aws.ecr.RepositoryPolicy, and as Action each that reads, such as ecr:BatchGetImage.",
    check: (repository, stack) => {
        const found = stack.allNaming(repository, "repository", RepositoryPolicy);
        const allowed = found.flatMap(({ props }) => allowedBy(props.policy));
        if (allowed.some(isForAnyone)) return "Anyone may use it.";
        const actions = allowed.flatMap(({ Action }) => listOf(Action ?? "all but some"));
        const wide = actions.filter((action) => !reading.test(action));
        return wide.length > 0 ? `It allows others more than to read: ${wide.join(", ")}.` : undefined;
    },
    breaks: {
        "left out": opened({ Principal: undefined }),
        "by anyone": opened({ Principal: "*" }),
        "by any account": opened({ Principal: { AWS: "*" } }),
        "to push": opened({ Action: ["ecr:BatchGetImage", "ecr:PutImage"] }),
        "to do all": opened({ Action: "ecr:*" }),
        "all but some": opened({ Action: undefined, NotAction: "ecr:PutImage" }),
    },
});
