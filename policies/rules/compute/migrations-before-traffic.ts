import * as aws from "@pulumi/aws";
import { eachContainer, type Container } from "../../containers.ts";
import * as gates from "../../gates.ts";
import { hasUsers, isAskedAt } from "../../releases.ts";
import { stackRule } from "../../rule.ts";
import { workingFor } from "../../tasks.ts";

const isPinned = (image = "") => image.includes("@sha256:");

export default stackRule(aws.ecs.Service, {
    id: "migrations-before-traffic",
    criterion: "OPS-13",
    severity: "high",
    says: "What a new version expects of the database is there before it starts, brought by a task of the same image.",
    fix: "Set release.migrations, which runs as the migrator (components/compute/checks/gate.ts); [] says that no release has any.",
    check: (service, stack) => {
        // Where nobody is asked, releases-gated says so; and what is not by digest, images-by-digest.
        const isAbout = hasUsers(service.props) && isAskedAt(gates.BEFORE_START, service.props);
        if (!isAbout || stack.all(aws.rds.Instance).length === 0) return undefined;
        const [tasks, isNone] = [gates.runBeforeStart(service, stack), gates.saysNoneRuns(service, stack)];
        if (isNone !== (tasks.length === 0))
            return "Nothing brings the database up to date before a new version starts.";
        const served = workingFor(service, stack);
        const logins = served.flatMap(({ secrets = [] }) => secrets.map(({ valueFrom }) => valueFrom));
        const faultOf = ({ image, secrets = [] }: Container) => {
            if (isPinned(image) && served.every((one) => isPinned(one.image) && one.image !== image))
                return "is of another image than the release.";
            const isShared = secrets.some(({ valueFrom }) => logins.includes(valueFrom));
            return isShared ? "signs in as the application does." : undefined;
        };
        return tasks.map(({ props }) => eachContainer(props, faultOf)).find(Boolean);
    },
    breaks: {
        "left out": gates.denied("ecs:RunTask"),
        "told that there is none": gates.toldThatNoneRuns,
        "another image": gates.inRunBeforeStart((one) => (one.image = one.image!.replace(/.{4}$/, "beef"))),
        "the application's login": gates.inRunBeforeStart((one, served) => (one.secrets = served.secrets)),
    },
});
