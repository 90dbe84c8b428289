// Draws Block Kit blocks and message text as Slack does. Text goes into text nodes only: nothing in it becomes markup.

const reserved = { '&lt;': '<', '&gt;': '>', '&amp;': '&' };

function unescape(text) {
  return text.replace(/&(?:lt|gt|amp);/g, (entity) => reserved[entity]);
}

export function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

/** Slack's formatted text: what stands in angle brackets is a mention or a link, a few marks are bold, italic and the like. */
function formatted(text) {
  const pieces = text.split(/(<[^<>]*>|\*[^*\n]+\*|_[^_\n]+_|~[^~\n]+~|`[^`\n]+`)/);
  return pieces.filter((piece) => piece.length > 0).map((piece) => {
    const inner = unescape(piece.slice(1, -1));
    if (piece.startsWith('<') && piece.endsWith('>')) {
      if (/^[!@#]/.test(inner)) {
        return element('mark', {}, inner.startsWith('!') ? '@' + inner.slice(1) : inner);
      }

      const [address, label] = inner.split('|');
      return /^https?:/.test(address)
        ? element('a', { href: address, target: '_blank', rel: 'noreferrer' }, label ?? address)
        : inner;
    }

    const tag = { '*': 'strong', _: 'em', '~': 's', '`': 'code' }[piece[0]];
    return tag && piece.length > 2 && piece.endsWith(piece[0]) ? element(tag, {}, inner) : unescape(piece);
  });
}

/** A text object, or a message's own text. */
export function text(value) {
  if (typeof value === 'string') {
    return formatted(value);
  }

  return value.type === 'mrkdwn' ? formatted(value.text) : [unescape(value.text)];
}

function button(block, onClick) {
  const label = text(block.text);
  if (block.url) {
    return element('a', { className: 'button', href: block.url, target: '_blank', rel: 'noreferrer' }, ...label);
  }

  const made = element('button', { type: 'button', className: block.style ?? '' }, ...label);
  made.addEventListener('click', () => onClick(block.action_id, made));
  return made;
}

/** A field of a form, with what is wrong with it, if something is. */
function input(block, error) {
  const { element: field, block_id: id } = block;
  const made =
    field.type === 'plain_text_input' && field.multiline
      ? element('textarea', { rows: 4, maxLength: field.max_length ?? 3000 })
      : element('input', { type: field.type === 'number_input' ? 'number' : 'text' });
  Object.assign(made, { id: `field-${id}`, name: id, required: !block.optional });
  if (field.type === 'number_input') {
    Object.assign(made, { min: field.min_value, max: field.max_value, step: field.is_decimal_allowed ? 'any' : '1' });
  }

  if (field.initial_value) {
    made.value = field.initial_value;
  }

  const hint = block.hint && element('small', { id: `hint-${id}` }, ...text(block.hint));
  const fault = error && element('p', { id: `error-${id}`, className: 'error' }, error);
  const described = [hint, fault].filter(Boolean).map((item) => item.id);
  if (described.length > 0) {
    made.setAttribute('aria-describedby', described.join(' '));
  }

  if (fault) {
    made.setAttribute('aria-invalid', 'true');
  }

  return element(
    'div',
    { className: 'field' },
    element('label', { htmlFor: made.id }, ...text(block.label)),
    made,
    hint,
    fault,
  );
}

/** One block; a type that we do not use shows as its name. */
export function draw(block, { onClick, errors } = {}) {
  switch (block.type) {
    case 'header':
      return element('h3', {}, ...text(block.text));
    case 'section':
      return element(
        'div',
        { className: 'section' },
        block.text && element('p', {}, ...text(block.text)),
        block.fields &&
          element('ul', { className: 'fields' }, ...block.fields.map((field) => element('li', {}, ...text(field)))),
      );
    case 'context':
      return element('p', { className: 'context' }, ...block.elements.flatMap((item) => [...text(item), ' ']));
    case 'image':
      return element('img', { src: block.image_url, alt: unescape(block.alt_text) });
    case 'actions':
      return element('div', { className: 'actions' }, ...block.elements.map((item) => button(item, onClick)));
    case 'input':
      return input(block, errors?.[block.block_id]);
    case 'divider':
      return element('hr');
    default:
      return element('p', {}, `[${block.type}]`);
  }
}
