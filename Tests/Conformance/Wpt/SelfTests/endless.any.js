test(() => { /^(a|a)*b$/.test('a'.repeat(64)); }, 'never ends');
