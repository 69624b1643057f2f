// META: global=window,sharedworker
throw new Error('not for workers');
