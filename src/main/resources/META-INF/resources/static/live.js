// What the templates cannot do: tell the state of the connection and what was refused, put times
// into the reader's zone, and say aloud which app changed its state.

const connection = document.getElementById('connection');
const refusal = document.getElementById('refusal');
const announcement = document.getElementById('announcement');

function connected(state, words) {
  connection.dataset.connection = state;
  connection.querySelector('.words').textContent = words;
}

function refused(words) {
  refusal.textContent = words;
  refusal.hidden = words === '';
}

document.addEventListener('htmx:sseOpen', () => connected('open', 'Live'));

document.addEventListener('htmx:sseError', (event) => {
  connected('lost', 'Disconnected, reconnecting…');
  // The engine answered, and not with a stream: the login may have ended. The next answer tells.
  if (event.detail.source.readyState === EventSource.CLOSED) {
    htmx.trigger('#content', 'refresh');
  }
});

// --- what the engine says to buttons

const isAction = (event) => event.detail.requestConfig.verb === 'post';

document.addEventListener('htmx:beforeRequest', (event) => {
  if (isAction(event)) refused('');
});

document.addEventListener('htmx:responseError', (event) => {
  const { xhr } = event.detail;
  if (xhr.status === 401) {
    location.assign('/login');
  } else if (isAction(event)) {
    refused(complaint(xhr));
  }
});

document.addEventListener('htmx:sendError', (event) => {
  if (isAction(event)) refused('The engine does not answer; nothing was done.');
});

function complaint(xhr) {
  try {
    return JSON.parse(xhr.responseText).detail;
  } catch {
    return `The engine refused with ${xhr.status}.`;
  }
}

// --- new content

let shown = '';
let states = new Map();

document.addEventListener('htmx:beforeSwap', (event) => {
  const { xhr, target } = event.detail;
  if (target.id !== 'content' || xhr.status !== 200) return;
  // Nothing new: leave selections and scroll positions alone.
  event.detail.shouldSwap = xhr.responseText !== shown;
  shown = xhr.responseText;
});

document.addEventListener('htmx:afterSettle', () => {
  const before = states;
  update();
  const changes = [...states].filter(([app, state]) => before.get(app) !== state);
  if (changes.length > 0) {
    announcement.textContent = changes.map(([app, state]) => `${app} is ${state}`).join(', ');
  }
});

function update() {
  const apps = [...document.querySelectorAll('[data-app]')];
  states = new Map(apps.map((app) => [app.dataset.app, app.dataset.state]));
  tellTimes();
}

// --- times

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto', style: 'long' });
const absolute = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
const UNITS = [['second', 60], ['minute', 60], ['hour', 24], ['day', Infinity]];

function ago(milliseconds) {
  let amount = Math.max(0, milliseconds / 1000);
  for (const [unit, size] of UNITS) {
    if (amount < size) {
      return unit === 'second' && amount < 10 ? 'just now' : relative.format(-Math.floor(amount), unit);
    }
    amount /= size;
  }
}

function tellTimes() {
  for (const time of document.querySelectorAll('time')) {
    const at = new Date(time.dateTime);
    time.textContent = ago(Date.now() - at);
    time.title = absolute.format(at);
  }
}

update();
setInterval(tellTimes, 10_000);
