import type { OrganisationState } from '#lib/server/network/organisation.ts';
import { REFUSAL_REASONS, type RefusalReason } from '#lib/membership/vocabulary.ts';

/** A step of an admission. */
export type AdmissionStep =
	| { type: 'admit' }
	/** Back to the applicant with a question. */
	| { type: 'return'; question: string }
	| { type: 'refuse'; reason: RefusalReason; words: string }
	/** The applicant answers, with what was corrected; also after a refusal, with what was missing. */
	| { type: 'answer'; words: string };

/** The state after a step; undefined where the step cannot happen in this state. The only place where states follow one another. */
export function nextAdmissionState(state: OrganisationState, step: AdmissionStep['type']): OrganisationState | undefined {
	switch (step) {
		case 'admit':
			return state === 'applied' || state === 'returned' || state === 'refused' ? 'admitted' : undefined;
		case 'return':
			return state === 'applied' ? 'returned' : undefined;
		case 'refuse':
			return state === 'applied' || state === 'returned' ? 'refused' : undefined;
		case 'answer':
			return state === 'returned' || state === 'refused' ? 'applied' : undefined;
	}
}

export function isRefusalReason(value: unknown): value is RefusalReason {
	return (REFUSAL_REASONS as readonly unknown[]).includes(value);
}

/** Mail domains that anybody may have an address of: holding one says nothing about an organisation. */
const PUBLIC_MAIL = new Set(
	`gmail.com googlemail.com outlook.com hotmail.com live.com msn.com yahoo.com ymail.com yahoo.com.sg yahoo.com.vn yahoo.co.id yahoo.com.ph yahoo.com.my yahoo.co.th icloud.com me.com mac.com aol.com proton.me protonmail.com gmx.com gmx.net gmx.de mail.com mail.ru yandex.com yandex.ru zoho.com fastmail.com tutanota.com qq.com foxmail.com 163.com 126.com yeah.net sina.com sina.cn sohu.com aliyun.com 139.com 189.cn wo.cn vip.qq.com vip.163.com tom.com hotmail.co.th windowslive.com naver.com daum.net hanmail.net mailinator.com guerrillamail.com 10minutemail.com tempmail.com yopmail.com sapo.pt`.split(' '),
);

export function isPublicMailDomain(domain: string): boolean {
	return PUBLIC_MAIL.has(domain.toLowerCase());
}

/** The domain of a mail address, in lower case; undefined where there is none. */
export function mailDomain(email: string): string | undefined {
	const domain = email.toLowerCase().split('@').at(1);
	return domain && /^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(domain) ? domain : undefined;
}
