import * as aws from "@pulumi/aws";
import { add } from "../../edits.ts";
import type { ResourceClass } from "../../graph.ts";
import { Program } from "../../program.ts";
import { stackRule, type Edit } from "../../rule.ts";

const { AccessKey, ServiceSpecificCredential, SigningCertificate, SshKey, UserLoginProfile } = aws.iam;
const ofServices = [ServiceSpecificCredential, SigningCertificate, SshKey] as ResourceClass[];
const lasting = [...ofServices, AccessKey as ResourceClass, UserLoginProfile as ResourceClass];
const added = (type: ResourceClass): Edit => add(type, () => ({ user: "deployer" }));

export default stackRule(Program, {
    id: "no-lasting-keys",
    criterion: "SEC-08",
    severity: "critical",
    says: "No stack makes a key or a password of AWS that holds until somebody takes it back.",
    fix: "Let machines take a role, by airworthy:ci or an OpenID Connect provider, and people by IAM Identity Center.",
    check: (_program, stack) => {
        const found = lasting.flatMap((type) => stack.all(type));
        return found.length > 0 ? `It makes ${found.map(({ name }) => name).join(", ")}.` : undefined;
    },
    breaks: {
        "left out": added(AccessKey as ResourceClass),
        "a password": added(UserLoginProfile as ResourceClass),
        "a key of one service": added(ServiceSpecificCredential as ResourceClass),
        "a key for git": added(SshKey as ResourceClass),
    },
});
