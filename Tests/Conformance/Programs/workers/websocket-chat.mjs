// A chat room without any library: every member has one end of a WebSocketPair, the room the other. All of them live in one request.
class Room {
  #members = new Map();
  #history = [];

  join(socket) {
    socket.binaryType = "arraybuffer";
    socket.accept();
    let name;
    socket.addEventListener("message", ({ data }) => {
      if (typeof data !== "string") {
        socket.send(new Uint8Array(data).reverse());
        return;
      }
      let message;
      try {
        message = JSON.parse(data);
      } catch {
        socket.close(1007, "not JSON");
        return;
      }
      if (message.type === "hello") {
        if (this.#members.has(message.name)) {
          socket.close(4001, `"${message.name}" is taken`);
          return;
        }
        name = message.name;
        this.#members.set(name, socket);
        socket.send(JSON.stringify({ type: "history", lines: this.#history }));
        this.#tell({ type: "joined", name });
      } else if (message.type === "say") {
        this.#history.push(`${name}: ${message.text}`);
        this.#tell({ type: "said", name, text: message.text });
      } else if (message.type === "to") {
        this.#members.get(message.name)?.send(JSON.stringify({ type: "whispered", from: name, text: message.text }));
      }
    });
    socket.addEventListener("close", ({ code, reason, wasClean }) => {
      if (name === undefined) return;
      this.#members.delete(name);
      this.#tell({ type: "left", name, code, reason, wasClean });
    });
  }

  #tell(message) {
    const text = JSON.stringify(message);
    for (const socket of this.#members.values()) socket.send(text);
  }

  get names() {
    return [...this.#members.keys()];
  }
}

// A member: what it sees is kept, and waited for.
class Member {
  seen = [];
  #waiting = [];

  constructor(room) {
    const [own, other] = Object.values(new WebSocketPair());
    room.join(other);
    own.binaryType = "arraybuffer";
    own.accept();
    own.addEventListener("message", ({ data }) => this.#see(typeof data === "string" ? JSON.parse(data) : { bytes: [...new Uint8Array(data)] }));
    own.addEventListener("close", ({ code, reason }) => this.#see({ closed: code, reason }));
    this.socket = own;
  }

  #see(what) {
    this.seen.push(what);
    this.#waiting = this.#waiting.filter(({ count, resolve }) => this.seen.length < count || resolve());
  }

  async until(count) {
    if (this.seen.length < count) await new Promise((resolve) => this.#waiting.push({ count, resolve }));
    return this;
  }

  send(message) {
    this.socket.send(typeof message === "string" || message instanceof Uint8Array ? message : JSON.stringify(message));
  }
}

async function enter(room, name, expected = 2) {
  const member = new Member(room);
  member.send({ type: "hello", name });
  return member.until(expected);
}

export default {
  async fetch(request) {
    const room = new Room();
    const anna = await enter(room, "anna");
    switch (new URL(request.url).pathname) {
      case "/talk": {
        const ben = await enter(room, "ben");
        await anna.until(3);
        anna.send({ type: "say", text: "hello" });
        await ben.until(3);
        ben.send({ type: "say", text: "Grüße 👋" });
        await anna.until(5);
        const carla = await enter(room, "carla");
        await Promise.all([anna.until(6), ben.until(5)]);
        return Response.json({ anna: anna.seen, ben: ben.seen, carla: carla.seen, names: room.names });
      }
      case "/whisper": {
        const ben = await enter(room, "ben");
        await anna.until(3);
        anna.send({ type: "to", name: "nobody", text: "lost" });
        anna.send({ type: "to", name: "ben", text: "secret" });
        await ben.until(3);
        return Response.json({ anna: anna.seen, ben: ben.seen });
      }
      case "/leave": {
        const ben = await enter(room, "ben");
        await anna.until(3);
        ben.socket.close(4000, "bye");
        await anna.until(4);
        return Response.json({ anna: anna.seen, names: room.names });
      }
      case "/refused": {
        const [twin, noise] = [new Member(room), new Member(room)];
        twin.send({ type: "hello", name: "anna" });
        noise.send("no JSON");
        await Promise.all([twin.until(1), noise.until(1)]);
        return Response.json({ twin: twin.seen, noise: noise.seen, names: room.names });
      }
      default: {
        anna.send(new Uint8Array([1, 2, 3]));
        await anna.until(3);
        return Response.json({ anna: anna.seen, states: [anna.socket.readyState, WebSocket.OPEN] });
      }
    }
  },
};
