test(() => { /^(x+x+)+$/.test('x'.repeat(64) + '!'); }, 'never ends');
