import type { Language } from '#lib/engines/text/language.ts';
import type { DockingRow } from '#lib/server/docking/queries.ts';
import type { TranslationService } from '#lib/server/translation/translation-service.ts';

/** Whether a machine translates here: yes; no, for the text is confidential and the service is not trusted with that; or it cannot. */
export type MachineOffer = 'offered' | 'confidential' | 'none';

/**
 * From the moment on at which both sides have promised confidentiality, what is said in the room is confidential: also after
 * the docking was stopped.
 */
export const isConfidential = ({ furthest }: Pick<DockingRow, 'furthest'>): boolean => furthest !== 'introduced';

/** What the service does for messages of some languages, for a reader. */
export async function machineFor(service: TranslationService | null, docking: Pick<DockingRow, 'furthest'>, from: readonly Language[], to: Language): Promise<Partial<Record<Language, MachineOffer>>> {
	const offers: Partial<Record<Language, MachineOffer>> = {};
	for (const language of new Set(from)) offers[language] = await machineOffer(service, docking, language, to);
	return offers;
}

export async function machineOffer(service: TranslationService | null, docking: Pick<DockingRow, 'furthest'>, from: Language, to: Language): Promise<MachineOffer> {
	if (!service || from === to) return 'none';
	if (isConfidential(docking) && !service.trusted) return 'confidential';
	return (await service.translates(from, to)) ? 'offered' : 'none';
}
