import type { PageData } from './$types';

export type AgreementView = NonNullable<PageData['view']>;
