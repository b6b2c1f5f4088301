import type { Service } from "../../functions/switch/service.ts";

/** As ECS would count them: the poolers that were started and not stopped. */
export interface LocalService extends Service {
    running: string[];
    isOn: boolean;
    why?: string;
}

export function localService(): LocalService {
    return {
        running: [],
        isOn: true,
        async unsettled() {
            return this.why;
        },
        async tasks() {
            return [...this.running];
        },
        async isScaling() {
            return this.isOn;
        },
        async setScaling(on) {
            this.isOn = on;
        },
    };
}
