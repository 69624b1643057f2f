test(() => { for (;;) { 'x'.repeat(1 << 24).padEnd(1 << 25); } }, 'never ends');
