import { draw, element, text } from '/emulator/slack/blocks.js';

const poll = 700;
const byId = (id) => document.getElementById(id);
const [people, outage, channels, messages, warning, say, words, dialog] = [
  'person', 'outage', 'channels', 'messages', 'warning', 'say', 'text', 'dialog',
].map(byId);

let user = new URLSearchParams(location.search).get('user') ?? 'U00APPROVER';
let channel = location.hash.slice(1);
let shown = '';
let shownForm = '';
let state;

async function act(what, body) {
  warning.textContent = '';
  const answer = await fetch(`/emulator/slack/${what}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ user, ...body }),
  }).catch(() => null);
  const said = answer && (await answer.json().catch(() => null));
  warning.textContent = said ? (said.warning ?? '') : 'The workspace does not answer: is the product running?';
  await refresh();
  return warning.textContent === '';
}

function time(ts) {
  const at = new Date(Number(ts) * 1000);
  return element('time', { dateTime: at.toISOString() }, at.toLocaleTimeString());
}

function drawMessage(message) {
  const body = message.blocks
    ? message.blocks.map((block) =>
        draw(block, {
          onClick: async (actionId, button) => {
            button.disabled = true;
            await act('click', { channel, ts: message.ts, actionId });
            button.disabled = false;
          },
        }),
      )
    : [element('p', {}, ...text(message.text))];
  const notes = [message.private && 'Only visible to you', message.edited && '(edited)'].filter(Boolean);
  return element(
    'article',
    { className: [message.private && 'private', message.thread_ts && 'reply'].filter(Boolean).join(' ') },
    element(
      'div',
      { className: 'by' },
      element('strong', {}, message.username),
      message.bot ? element('span', { className: 'app' }, 'APP') : null,
      time(message.ts),
      element('span', {}, notes.join(' ')),
    ),
    ...body,
  );
}

/** Replies stand below the message that they answer. */
function threaded(all) {
  const replies = Map.groupBy(all.filter((message) => message.thread_ts), (message) => message.thread_ts);
  return all
    .filter((message) => !message.thread_ts)
    .flatMap((message) => [message, ...(replies.get(message.ts) ?? [])]);
}

function drawChannel() {
  const current = state.channels.find((known) => known.id === channel) ?? state.channels[0];
  channel = current.id;
  byId('title').textContent = `# ${current.name}`;
  channels.replaceChildren(
    ...state.channels.map((known) => {
      const link = element('a', { href: `#${known.id}` }, `# ${known.name}`);
      if (known.id === channel) {
        link.setAttribute('aria-current', 'page');
      }

      return element('li', {}, link);
    }),
  );
  const drawn = threaded(current.messages).map(drawMessage);
  messages.replaceChildren(...(drawn.length > 0 ? drawn : [element('p', {}, 'Nothing was said here yet.')]));
  messages.scrollTop = messages.scrollHeight;
}

function drawForm(form) {
  const fields = element(
    'form',
    { method: 'dialog' },
    element('h2', { id: 'dialog-title' }, ...text(form.title)),
    ...form.blocks.map((block) => draw(block, { errors: form.errors })),
    element(
      'div',
      { className: 'actions' },
      element('button', { type: 'button', onclick: () => act('close', {}) }, ...text(form.close)),
      element('button', { className: 'primary' }, ...text(form.submit)),
    ),
  );
  fields.addEventListener('submit', async (event) => {
    event.preventDefault();
    await act('submit', { values: Object.fromEntries(new FormData(fields)) });
  });
  dialog.replaceChildren(fields);
  if (!dialog.open) {
    dialog.showModal();
  }
}

dialog.addEventListener('cancel', (event) => {
  event.preventDefault();
  void act('close', {});
});

async function refresh() {
  const answer = await fetch(`/emulator/slack/state?user=${encodeURIComponent(user)}`).catch(() => null);
  if (!answer?.ok) {
    return;
  }

  state = await answer.json();
  if (people.options.length === 0) {
    people.append(...state.people.map((known) => element('option', { value: known.id }, known.name)));
    people.value = user;
  }

  outage.value = state.outage;
  const seen = JSON.stringify([user, channel, state.channels]);
  if (seen !== shown) {
    drawChannel();
    shown = JSON.stringify([user, channel, state.channels]);
  }

  const form = JSON.stringify(state.form);
  if (form !== shownForm) {
    shownForm = form;
    if (state.form) {
      drawForm(state.form);
    } else {
      dialog.close();
    }
  }
}

people.addEventListener('change', () => {
  user = people.value;
  history.replaceState(null, '', `?user=${user}#${channel}`);
  void refresh();
});
outage.addEventListener('change', () => void act('outage', { outage: outage.value }));
addEventListener('hashchange', () => {
  channel = location.hash.slice(1);
  void refresh();
});
say.addEventListener('submit', async (event) => {
  event.preventDefault();
  if (words.value.trim() && (await act('say', { channel, text: words.value }))) {
    words.value = '';
  }
});

for (;;) {
  await refresh();
  await new Promise((next) => setTimeout(next, poll));
}
