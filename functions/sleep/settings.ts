import { Variables } from "../environment/variables.ts";
import type { Timetable } from "./timetable.ts";

export interface Settings {
    environment: string;
    timetable: Timetable;
    cluster: string;
    /** The poolers first. */
    services: string[];
    /** Instances that hold data, by their identifiers. */
    databases: string[];
    /** Schedules of the default group that ask the database something. */
    checks: string[];
    /** What tells people, here and of the edge, and what wakes them: the alarms that use one of them are muted. */
    topicArns: string[];
    /** Alarms that are heard in the night, too, start with one of these. */
    loud: string[];
}

/** What the deployment says, or an error that names all that is wrong. */
export function readSettings(env: NodeJS.ProcessEnv): Settings {
    const read = new Variables(env);
    const list = (name: string) => read.text(name).split(",");
    const hour = (name: string) => {
        const text = read.text(name);
        if (!/^\d{1,2}$/.test(text) || Number(text) > 24)
            read.fault(`${name} is ${JSON.stringify(text)}; use an hour from 0 to 24`);
        return Number(text);
    };
    return read.checked({
        environment: read.text("ENVIRONMENT"),
        timetable: {
            timezone: read.text("TIMEZONE"),
            wakesAt: hour("WAKES_AT"),
            sleepsAt: hour("SLEEPS_AT"),
        },
        cluster: read.text("CLUSTER"),
        services: list("SERVICES"),
        databases: list("DATABASES"),
        checks: list("CHECKS"),
        topicArns: ["ALERTS_TOPIC", "PAGE_TOPIC", "EDGE_TOPIC"].map((name) => read.text(name)),
        loud: list("LOUD_ALARMS"),
    });
}
