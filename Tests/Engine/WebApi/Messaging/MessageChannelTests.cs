using PureEdge.Engine.Tests.Interop;

namespace PureEdge.Engine.Tests.WebApi.Messaging;

public class MessageChannelTests
{
    [Fact]
    public void Messages_arrive_in_order_in_a_later_turn_once_the_port_is_started() => Assert.Equal("[\"sent\",1,{\"a\":[2]}]", TestRealm.Json("""
        const { port1, port2 } = new MessageChannel();
        const seen = [];
        port1.postMessage(1);
        port1.postMessage({ a: [2] });
        const both = new Promise((resolve) => { port2.onmessage = (e) => { seen.push(e.data); if (seen.length === 3) resolve(); }; });
        seen.push('sent');
        await both;
        return seen;
        """));

    [Fact]
    public void A_listener_alone_does_not_start_a_port() => Assert.Equal("[]", TestRealm.Json("""
        const { port1, port2 } = new MessageChannel();
        const seen = [];
        port2.addEventListener('message', (e) => seen.push(e.data));
        port1.postMessage(1);
        await scheduler.wait(5);
        return seen;
        """));

    [Fact]
    public void A_port_moves_with_what_has_not_been_delivered() => Assert.Equal("[\"early\",\"late\"]", TestRealm.Json("""
        const inner = new MessageChannel(), outer = new MessageChannel();
        inner.port1.postMessage('early');
        const port = new Promise((resolve) => { outer.port2.onmessage = (e) => resolve(e.data.port === e.ports[0] && Object.isFrozen(e.ports) ? e.ports[0] : null); });
        outer.port1.postMessage({ port: inner.port2 }, [inner.port2]);
        inner.port1.postMessage('late');
        const moved = await port;
        const seen = [];
        await new Promise((resolve) => { moved.onmessage = (e) => { seen.push(e.data); if (seen.length === 2) resolve(); }; });
        return seen;
        """));

    [Fact]
    public void A_closed_or_moved_port_is_silent() => Assert.Equal("[\"DataCloneError\",\"DataCloneError\",0]", TestRealm.Json("""
        const { port1, port2 } = new MessageChannel();
        const name = (f) => { try { f(); return 'passed'; } catch (e) { return e.name; } };
        const self = name(() => port1.postMessage(0, [port1]));
        const moved = structuredClone(port2, { transfer: [port2] });
        const again = name(() => structuredClone(null, { transfer: [port2] }));
        let count = 0;
        moved.onmessage = () => count++;
        moved.close();
        port1.postMessage(1);
        port2.postMessage(1);
        await scheduler.wait(5);
        return [self, again, count];
        """));
}
