JSON.stringify({ a: [1, { b: undefined, c: () => 1, d: Symbol() }], e: new Date(0), f: NaN, g: -0, h: 'q"\u2028\ud800', i: Object(1n === 1n), j: [undefined] }, null, 2)

JSON.stringify({ a: 1, b: [2, 3], c: { toJSON(k) { log('toJSON', k); return 'J' } } }, function (k, v) { log(k, this === v); return typeof v === 'number' ? v + 1 : v }, '--')

[JSON.stringify({ a: 1, b: 2, 1: 3 }, ['b', 1]), JSON.stringify('\u007f\b\f\n\r\t\\'), JSON.stringify(undefined), JSON.stringify(Object('s')), JSON.stringify([new Map, new Set, /x/])]

JSON.parse('{"a":[1,2,{"b":null}],"__proto__":5,"a":[7,{"c":"\\u0041\\n"}]}', function (k, v) { log(k, v); return k === 'c' ? undefined : v })

['{', '[1,]', '{"a" 1}', '01', '1.', '-', '"\t"', '"\\x"', 'nul', '[1 2]', '{"a":1,}', '', ' ', "{'a':1}", '"abc', '\u00a01', '[[[[', '1e', 'tru'].map(s => { try { return JSON.parse(s) } catch (e) { return e.message } })

'2020-01-02 and 1999-12-31'.replace(/(?<y>\d{4})-(?<m>\d\d)-(?<d>\d\d)/g, '$<d>.$2.$<y> [$&|$`|$$|$9]')

'aBc'.replace(/b/i, (m, i, s, g) => [m, i, s, g].join('_')) + 'x-y-z'.replaceAll('-', (m, i) => i) + 'aaa'.replace('a', '$&$&') + 'abc'.replace(/(z)?b/, '[$1]')

[...'a1b22c333'.matchAll(/([a-z])(\d+)/g)].map(m => [m.index, ...m])

[/a.c/s.test('a\nc'), /^b/m.test('a\nb'), /\u{1F600}/u.test('\u{1F600}'), /\p{Lu}/u.test('\u00c9'), /(?<=\$)\d+/.exec('$42')[0], /(?<!\$)\b\d+/.exec('$42 43')[0], /(a)|(b)/.exec('b'), /\bfoo\b/.test('a foo b'), /[^]/.test('\n'), /(?:a|ab)(?:c|bcd)(?:d*)/.exec('abcd')[0], /(z)((a+)?(b+)?(c))*/.exec('zaacbbbcac')]

var r = /a/y; r.lastIndex = 1; [r.test('ba'), r.lastIndex, r.test('ba'), r.lastIndex, /a/g[Symbol.replace]('aaa', 'b'), 'abc'.search(/c/), 'a,b;c'.split(/[,;]/), 'abc'.split(/(b)/), 'abc'.split(''), 'a,b,c'.split(',', 2), ''.split(','), ''.split('')]

var m = /(?<a>x)(?<b>y)?/d.exec('wxz'); [m, m.indices, m.indices.groups, m.groups]

['(', '[', 'a{2,1}', '(?<a>)(?<a>)', '\\', '*', '(?<', '[b-a]', '(?:', 'a**'].map(s => { try { return String(new RegExp(s)) } catch (e) { return e.message } })

['\\u{110000}', '(?<a', '\\k<a>', '\\1', '{', ']', '\\p{X}', '[\\d-z]', '\\-'].map(s => { try { return String(new RegExp(s, 'u')) } catch (e) { return e.message } })

[/[\p{L}--[a-z]]/v.test('a'), /[\p{L}--[a-z]]/v.test('A'), /^[\w&&\d]$/v.test('5'), /(?i:a)b/.test('Ab'), /(?-i:a)b/i.test('AB'), RegExp.escape ? RegExp.escape('a.b-(1)') : 0]

var r = /(.)(.)/; r.exec('xy'); [RegExp.$1, RegExp.$2, RegExp.lastMatch, RegExp['$&'], RegExp.input]

['abc'.at(-1), 'abc'.slice(-2, -1), 'abc'.substring(2, 0), 'abc'.substr(-2, 1), 'abcabc'.lastIndexOf('c', 4), ' x '.trim(), 'x'.padStart(5, 'ab'), 'ab'.repeat(3), '\u00df'.toUpperCase(), '\u0130'.toLowerCase(), 'a\u0301'.normalize('NFC').length, '\ud800x'.isWellFormed(), '\ud800x'.toWellFormed(), 'a'.codePointAt(0), String.fromCodePoint(128512), String.raw`\n${1}`, 'z'.localeCompare('a'), 'abc'.includes('bc', 2), 'I\u0307'.toLowerCase().length, 'x'.concat(1, null)]

[encodeURIComponent('\u00e4 &\u{1F600}'), encodeURI('http://x/\u00e4?a=b c#d'), decodeURIComponent('%F0%9F%98%80'), decodeURI('%2F%41'), escape('\u00e4\u0107'), unescape('%u0107%E4')]

var d = new Date(2020, 1, 29, 12, 30, 15, 123); [d.toISOString(), d.toString(), d.toUTCString(), d.toJSON(), d.getDay(), d.getTimezoneOffset(), d.toLocaleDateString('en-US'), d.toLocaleTimeString('en-US'), d.toLocaleString('de-DE'), new Date(d.setMonth(0, 31)).toISOString(), Date.UTC(1970, 0), Date.UTC(99, 0), d.setFullYear(NaN), String(d)]

['2020', '2020-02', '2020-02-30', '2020-02-29T24:00:00Z', '2020-01-01T00:00', '2020-01-01T00:00:00.1234567+05:30', '+020000-01-01', '-000000-01-01', 'Jan 1 2020 10:00 PST', '1/2/2003', 'Thu, 01 Jan 1970 00:00:00 GMT', '', 'garbage', '2020-1-1', '12:30'].map(s => Date.parse(s))

[new Date(8.64e15).toISOString(), new Date(8.64e15 + 1).getTime(), new Date(-8.64e15).toISOString(), new Date(undefined).getTime(), new Date(null).getTime(), new Date('5').getTime(), new Date(true).getTime(), Date.now(), new Date().toISOString(), typeof Date()]

[Math.hypot(3, 4), Math.sign(-0), Math.cbrt(27), Math.fround(5.5), Math.clz32(1), Math.imul(0xffffffff, 5), Math.trunc(-4.7), Math.log1p(1e-10), Math.expm1(1e-10), Math.atan2(-0, 0), Math.round(-0.5), Math.round(2.5), Math.max(), Math.min(), Math.pow(NaN, 0), Math.f16round ? Math.f16round(1.337) : 0, Math.sumPrecise ? Math.sumPrecise([1e20, 0.1, -1e20]) : 0]

var u = new Uint8Array([1, 2, 300, -1, 2.9]); [u, new Uint8ClampedArray([1.5, 2.5, -1, 300]), new Int16Array(u.buffer, 0, 2), new Float32Array([0.1]), u.subarray(1, 3), u.toReversed(), u.with(0, 7), Uint8Array.from('123'), u.findLastIndex(x => x === 2), new Float64Array([NaN, 3, -0, 0]).sort()]

var b = new ArrayBuffer(8), v = new DataView(b); v.setInt16(0, -2); v.setFloat32(2, 1.5, true); v.setBigUint64 && log(v.getBigUint64(0)); [v.getUint16(0), v.getUint16(0, true), new Uint8Array(b), b.slice(1, 3)]

var b = new ArrayBuffer(2, { maxByteLength: 6 }), u = new Uint8Array(b), w = new Uint8Array(b, 1, 1); b.resize(5); u[4] = 9; log(u.length, w.length); b.resize(1); log(u.length, w.length, w[0]); var c = b.transfer(3); [b.detached, u.length, c]

Uint8Array.fromBase64 ? [new Uint8Array([1, 2, 250]).toBase64(), new Uint8Array([1, 255]).toHex(), Uint8Array.fromBase64('AQL6'), Uint8Array.fromHex('0aff')] : 0

typeof Intl === 'object' ? [new Intl.NumberFormat('en-US').format(1234567.891), new Intl.NumberFormat('de-DE', { style: 'currency', currency: 'EUR' }).format(-5.5), new Intl.NumberFormat('en', { notation: 'compact' }).format(12345), new Intl.DateTimeFormat('en-US', { dateStyle: 'full', timeStyle: 'long', timeZone: 'UTC' }).format(new Date(0)), new Intl.PluralRules('en', { type: 'ordinal' }).select(22), new Intl.ListFormat('en').format(['a', 'b', 'c']), new Intl.RelativeTimeFormat('en', { numeric: 'auto' }).format(-1, 'day'), ['z', 'a', '\u00e4'].sort(new Intl.Collator('de').compare), [...new Intl.Segmenter('en', { granularity: 'word' }).segment('Hi there!')].map(s => s.segment), Intl.getCanonicalLocales('EN-us'), new Intl.Locale('de-Latn-DE-u-ca-buddhist').maximize().toString()] : 0

typeof Temporal === 'object' ? [Temporal.PlainDate.from('2020-02-29').add({ years: 1 }), Temporal.PlainDate.from('2020-01-31').until('2021-03-01', { largestUnit: 'months' }), Temporal.Duration.from('P1Y2M3DT4H5M6.789S').round({ largestUnit: 'days', relativeTo: '2020-01-01' }), Temporal.ZonedDateTime.from('2020-03-29T01:30[Europe/Berlin]').add({ hours: 1 }).toString(), Temporal.PlainTime.from('23:59').add({ minutes: 2 }).toString(), Temporal.Instant.from('2020-01-01T00:00Z').epochNanoseconds, Temporal.Now.instant().toString(), Temporal.PlainYearMonth.from('2020-02').daysInMonth, Temporal.PlainMonthDay.from('02-29').toPlainDate({ year: 2021 }).toString()].map(String) : 0

[[3, 1, 2].toString(), [1, [2, [null, undefined]]].join(';'), (12.5).toLocaleString('de-DE'), [1.5, new Date(0)].toLocaleString('en-US'), (123n).toLocaleString('en-US')]

[isFinite('1'), isNaN('x'), Number.isInteger(5.0), Number.isSafeInteger(2 ** 53), Number.EPSILON > 0, Number.parseFloat === parseFloat, globalThis === this, [undefined, NaN, Infinity].map(String)]

var a = Array(50).fill().map((_, i) => (i * 7919) % 101); [a.sort((x, y) => x - y), a.toSorted((x, y) => y % 10 - x % 10)]

'x'.repeat(1000).split('').map((c, i) => c + i).join('').length

var s = ''; for (var i = 0; i < 500; i++) s += String.fromCharCode(97 + i % 26); [s.indexOf('xyz', 100), s.lastIndexOf('abc'), s.slice(100, 110), s.replaceAll('abc', '').length, s.split('m').length]

var o = {}; for (var i = 0; i < 300; i++) o['k' + (i * 37) % 300] = i; delete o.k5; [Object.keys(o).length, Object.keys(o).slice(0, 5), o.k299]
