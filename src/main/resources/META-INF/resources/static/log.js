// Follows the log of a deployment until it has ended, over restarts of the engine too.

const log = document.getElementById('log');
const state = document.getElementById('log-state');
let following = false;

const isFinished = () => document.getElementById('status').dataset.finished === 'true';

async function follow() {
  if (following) return;
  following = true;
  try {
    await copy();
    state.textContent = log.textContent === '' ? 'Nothing has been said.' : 'End of the log.';
  } catch {
    state.textContent = 'Disconnected, reading again soon…';
    setTimeout(follow, 1_000);
  } finally {
    following = false;
  }
}

// Each time from the beginning: the engine keeps no place for us.
async function copy() {
  const answer = await fetch(log.dataset.source);
  if (!answer.ok) throw new Error(answer.statusText);
  const chunks = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  log.textContent = '';
  state.textContent = isFinished() ? 'Reading…' : 'More lines show up here as they are written.';
  for (let chunk = await chunks.read(); !chunk.done; chunk = await chunks.read()) {
    append(chunk.value);
  }
}

function append(text) {
  const atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 8;
  log.append(text);
  if (atEnd) log.scrollTop = log.scrollHeight;
}

// An engine that stops ends the log early; the one that takes the deployment up goes on with it.
let wasFinished = isFinished();
document.addEventListener('htmx:afterSettle', () => {
  if (!wasFinished) follow();
  wasFinished = isFinished();
});

follow();
