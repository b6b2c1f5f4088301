import * as aws from "@pulumi/aws";
import { stackRule } from "../../rule.ts";
import { handedTo, takersOf } from "../../takers.ts";

const { SecretVersion } = aws.secretsmanager;

export default stackRule(aws.elasticache.User, {
    id: "cache-password-unused",
    criterion: "SEC-01",
    severity: "high",
    says: "Nothing is given the password of a cache's user that the state holds: what works with it rotates.",
    fix: "Let components/data/cache/password.ts write the secret, and hand over that one.",
    check: (user, stack) => {
        const taken = ["authenticationMode", "passwords"].flatMap((one) => takersOf(user, one, stack));
        return taken.length > 0 ? `${taken.map(({ name }) => name).join(", ")} gets it, too.` : undefined;
    },
    breaks: {
        "left out": handedTo(SecretVersion, "authenticationMode"),
        "to a function": handedTo(aws.lambda.Function, "authenticationMode"),
        "as the older property": (user, nodes) => {
            const { authenticationMode: from, ...rest } = user.propertyDependencies;
            user.propertyDependencies = { ...rest, passwords: from ?? [] };
            handedTo(SecretVersion, "passwords")(user, nodes);
        },
    },
});
