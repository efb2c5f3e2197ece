// Gets a page ready for a walk by Tab (test_accessibility.py). Tells the names of what one should be able to reach: what
// can be used and seen, of radio buttons one of each group, and of links outside the tab order those that double no other.
() => {
  const usable = 'a[href], area[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]'
  const all = [...document.querySelectorAll(usable)].filter(e =>
    !e.disabled && !e.closest('[inert]') && e.checkVisibility({visibilityProperty: true}))
  // Not the property: in a drawing it is an object.
  const target = e => e.hasAttribute('href') ? new URL(e.getAttribute('href'), document.baseURI).href : null
  const inOrder = all.filter(e => e.tabIndex >= 0)
  const doubled = new Set(inOrder.map(target).filter(Boolean))
  const groups = new Set()
  const stops = all.filter(e => {
    if (e.type === 'radio' && e.name) return e.checked || !document.querySelector(`input[name="${e.name}"]:checked`)
      && !groups.has(e.name) && groups.add(e.name)
    return e.tabIndex >= 0 || (e.matches('a[href], button') && !doubled.has(target(e)) && !e.closest('[role]'))
  })
  const around = e =>
    [e, e.parentElement, e.nextElementSibling, e.firstElementChild, ...(e.labels ?? [])].filter(Boolean)
  const look = e => around(e).flatMap(one => [null, '::before', '::after'].map(pseudo => {
    const style = getComputedStyle(one, pseudo)
    const outline = style.outlineStyle === 'none' || style.outlineWidth === '0px' || / 0\)$/.test(style.outlineColor)
      ? '' : [style.outlineStyle, style.outlineWidth, style.outlineColor].join(' ')
    return [outline, style.boxShadow === 'none' ? '' : style.boxShadow].join('|')
  }))
  const name = e => {
    const words = (e.getAttribute('aria-label') || e.textContent || e.name || '').trim().replace(/\s+/g, ' ')
    const classes = [...e.classList].map(one => '.' + one).join('')
    return `${e.localName}${e.id ? '#' + e.id : ''}${classes} '${words.slice(0, 40)}'`
  }
  const uncovered = e => [e, ...(e.labels ?? [])].some(one => [...one.getClientRects()].some(r =>
    [[.5, .5], [.1, .2], [.9, .2], [.1, .8], [.9, .8]].some(([x, y]) => {
      const top = document.elementFromPoint(r.left + r.width * x, r.top + r.height * y)
      return top && (one.contains(top) || top.contains(one) && top.tagName !== 'BODY' && top.tagName !== 'HTML')
    })))
  const index = new Map(stops.map((e, i) => [e, i]))
  const resting = new Map(stops.map(e => [e, look(e)]))
  window.keyboard = {
    names: stops.map(name),
    now() {
      const e = document.activeElement
      if (!e || e === document.body || e === document.documentElement) return null
      const before = resting.get(e) ?? []
      return {
        index: index.get(e) ?? -1,
        name: name(e),
        shown: look(e).some((one, i) => one !== '|' && one !== before[i]),
        uncovered: uncovered(e),
      }
    },
  }
  return window.keyboard.names
}
