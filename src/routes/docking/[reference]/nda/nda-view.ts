import type { PageData } from './$types';

/** The agreements of a docking as their page shows them, and who they are between. */
export type NdaPageView = PageData['view'];
export type NdaView = NonNullable<NdaPageView['current']>;
export type DockingParties = PageData['docking']['parties'];
export type DockingPartyView = DockingParties['offering'];
