import * as m from '#lib/paraglide/messages.js';

const KINDS: Record<string, () => string> = { alliance: m.membership_networks_kind_alliance, network: m.membership_networks_kind_network, 'joint-centre': m.membership_networks_kind_joint_centre };
export const networkKindWords = (kind: string): string => KINDS[kind]?.() ?? kind;
