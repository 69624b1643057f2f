// What .ci/arm64 asks an arm64 build of PureEdge. Each question is small: under emulation the first use of anything is slow.
const questions = {
  '/hello': () => 'hello from arm64',
  // OpenSSL is the one library that crypto loads.
  '/digest': async () => new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode('arm64'))).subarray(0, 4).join(),
  // A recursion without end meets the runtime's bound and not the end of the thread's stack.
  '/recursion': () => {
    const fall = () => fall() + 1;
    try {
      return fall();
    } catch (error) {
      return error.name;
    }
  },
};

export default {
  async fetch(request) {
    return new Response(await questions[new URL(request.url).pathname]());
  },
};
