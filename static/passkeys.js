// Passkeys: the one thing of an account that a browser cannot do without a script. Pages mark their places with data attributes.
(() => {
	const bytesOf = (text) => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (letter) => letter.charCodeAt(0));
	const textOf = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');

	async function post(address, body) {
		const response = await fetch(address, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
		return { ok: response.ok, status: response.status, body: await response.json().catch(() => ({})) };
	}

	const descriptors = (list) => (list ?? []).map((each) => ({ ...each, id: bytesOf(each.id) }));

	async function makeKey(options) {
		const made = await navigator.credentials.create({
			publicKey: { ...options, challenge: bytesOf(options.challenge), user: { ...options.user, id: bytesOf(options.user.id) }, excludeCredentials: descriptors(options.excludeCredentials) },
		});
		const { response } = made;
		const answer = { clientDataJSON: textOf(response.clientDataJSON), attestationObject: textOf(response.attestationObject) };
		if (response.getTransports) answer.transports = response.getTransports();
		return { id: made.id, rawId: textOf(made.rawId), type: made.type, clientExtensionResults: {}, response: answer };
	}

	async function sign(options) {
		const signed = await navigator.credentials.get({ publicKey: { ...options, challenge: bytesOf(options.challenge), allowCredentials: descriptors(options.allowCredentials) } });
		const { response } = signed;
		const answer = { clientDataJSON: textOf(response.clientDataJSON), authenticatorData: textOf(response.authenticatorData), signature: textOf(response.signature) };
		if (response.userHandle) answer.userHandle = textOf(response.userHandle);
		return { id: signed.id, rawId: textOf(signed.rawId), type: signed.type, clientExtensionResults: {}, response: answer };
	}

	const address = (path) => location.pathname.replace(/\/(sign-in|account\/passkeys)\/?$/, path);

	function offerSignIn(place) {
		const [button, problem] = [place.querySelector('button'), place.querySelector('[role=alert]')];
		place.hidden = false;
		button.addEventListener('click', async () => {
			problem.hidden = true;
			button.disabled = true;
			try {
				const asked = await post(address('/sign-in/passkey'), { ask: true });
				if (!asked.ok) throw new Error('refused');
				const answer = await post(address('/sign-in/passkey'), { response: await sign(asked.body), next: place.dataset.next || undefined });
				if (!answer.ok) throw new Error('refused');
				location.assign(answer.body.path);
			} catch {
				problem.hidden = false;
				button.disabled = false;
			}
		});
	}

	function offerAdding(form) {
		const problems = form.querySelectorAll('[data-problem]');
		form.hidden = false;
		form.addEventListener('submit', async (event) => {
			event.preventDefault();
			for (const each of problems) each.hidden = true;
			const show = (name) => (form.querySelector(`[data-problem="${name}"]`) ?? form.querySelector('[data-problem="refused"]')).removeAttribute('hidden');
			const button = form.querySelector('button');
			button.disabled = true;
			try {
				const fields = new FormData(form);
				const asked = await post(address('/account/passkeys/options'), { ask: true, password: String(fields.get('currentPassword') ?? '') });
				if (!asked.ok) return show(asked.body.code);
				const answer = await post(address('/account/passkeys/options'), { response: await makeKey(asked.body), name: String(fields.get('name') ?? '') });
				if (!answer.ok) return show(answer.body.code);
				location.assign(`${location.pathname}?added`);
			} catch {
				show('refused');
			} finally {
				button.disabled = false;
			}
		});
	}

	if (!window.PublicKeyCredential || !navigator.credentials) return;
	for (const place of document.querySelectorAll('[data-passkey-sign-in]')) offerSignIn(place);
	for (const form of document.querySelectorAll('form[data-passkey-add]')) offerAdding(form);
})();
