using PureEdge.Engine.Tests.Interop;

namespace PureEdge.Engine.Tests.WebApi.WebSockets;

public class WebSocketPairTests
{
    private const string Pair = "const pair = new WebSocketPair(); const [client, server] = Object.values(pair); client.accept(); server.accept(); const seen = []; ";

    [Fact]
    public void A_pair_of_a_request_and_its_response_has_both() =>
        Assert.Equal("""["ping","pong","TypeError"]""", TestRealm.Json("""
            const pair = new WebSocketRequestResponsePair("ping", "pong");
            let refused;
            try { new WebSocketRequestResponsePair("ping"); } catch (e) { refused = e.name; }
            return [pair.request, pair.response, refused];
            """));

    [Fact]
    public void Messages_go_both_ways_in_order_each_in_its_own_turn() => Assert.Equal("[\"sent\",\"a\",[1,2],\"b\",true]", TestRealm.Json(Pair + """
        const done = new Promise((resolve) => {
          server.onmessage = (e) => seen.push(typeof e.data === 'string' ? e.data : [...new Uint8Array(e.data)]);
          client.addEventListener('message', (e) => { seen.push(e.isTrusted); resolve(); });
        });
        client.send('a'); client.send(new Uint8Array([0, 1, 2]).subarray(1)); client.send('b');
        seen.push('sent');
        await scheduler.wait(1);
        server.send('back');
        await done;
        return seen;
        """));

    [Fact]
    public void A_pair_gives_its_ends_in_order() => Assert.Equal("[true,true,true]", TestRealm.Json("""
        const pair = new WebSocketPair();
        const [client, server, ...rest] = pair;
        return [client === pair[0], server === pair[1], rest.length === 0];
        """));

    [Fact]
    public void An_attachment_is_a_copy_and_comes_back_as_one() => Assert.Equal("[null,{\"a\":[1]},{\"a\":[1]},false,\"DataCloneError\",{\"a\":[1]}]", TestRealm.Json("""
        const [, server] = new WebSocketPair();
        const before = server.deserializeAttachment();
        const value = { a: [1] };
        server.serializeAttachment(value);
        value.a.push(2);
        const first = server.deserializeAttachment(), second = server.deserializeAttachment();
        let error;
        try { server.serializeAttachment(() => {}); } catch (e) { error = e.name; }
        return [before, first, second, first === second, error, server.deserializeAttachment()];
        """));

    [Fact]
    public void What_was_sent_before_the_other_end_was_accepted_is_not_lost() => Assert.Equal("[\"early\"]", TestRealm.Json("""
        const { 0: client, 1: server } = new WebSocketPair();
        server.accept();
        server.send('early');
        await scheduler.wait(1);
        const seen = [];
        const done = new Promise((resolve) => client.addEventListener('message', (e) => { seen.push(e.data); resolve(); }));
        client.accept();
        await done;
        return seen;
        """));

    [Fact]
    public void A_close_is_answered_and_both_ends_hear_of_it() => Assert.Equal("""[["server",4000,"why",true,3],["client",4000,"why",true,3],1,2]""", TestRealm.Json(Pair + """
        const before = client.readyState;
        const closed = [client, server].map((s, i) => new Promise((resolve) => s.addEventListener('close', (e) => {
          seen.push([i ? 'server' : 'client', e.code, e.reason, e.wasClean, s.readyState]); resolve(); })));
        client.close(4000, 'why');
        const after = client.readyState;
        client.close(1000);
        await Promise.all(closed);
        return [...seen, before, after];
        """));

    [Fact]
    public void A_close_arrives_behind_messages_that_nobody_has_read() => Assert.Equal("[true,1000]", TestRealm.Json(Pair + """
        try { for (;;) client.send(new Uint8Array(1048576)); } catch { }
        const full = client.bufferedAmount > 7000000;
        client.close(1000);
        return [full, await new Promise((resolve) => { server.onclose = (e) => resolve(e.code); })];
        """));

    [Theory]
    [InlineData("client.close()", "[1005,\"\"]")]
    [InlineData("client.close(1011)", "[1011,\"\"]")]
    [InlineData("client.close(undefined, 'x')", "[1000,\"x\"]")]
    [InlineData("client.close(1005)", "\"InvalidAccessError\"")]
    [InlineData("client.close(999)", "\"InvalidAccessError\"")]
    [InlineData("client.close(5000)", "\"InvalidAccessError\"")]
    [InlineData("client.close(NaN)", "\"InvalidAccessError\"")]
    [InlineData("client.close(1000, 'x'.repeat(124))", "\"SyntaxError\"")]
    [InlineData("client.close(1000, '€'.repeat(42))", "\"SyntaxError\"")]
    [InlineData("client.close(1000, '€'.repeat(41))", "[1000,\"€€€€€€€€€€€€€€€€€€€€€€€€€€€€€€€€€€€€€€€€€\"]")]
    [InlineData("client.close(); client.send('x')", "\"TypeError\"")]
    [InlineData("new WebSocketPair()[0].send('x')", "\"TypeError\"")]
    [InlineData("new WebSocketPair()[0].close()", "\"TypeError\"")]
    [InlineData("client.send('x'.repeat(1048577))", "\"RangeError\"")]
    [InlineData("client.send(new Uint8Array(1048577))", "\"RangeError\"")]
    [InlineData("client.send('€'.repeat(400000))", "\"RangeError\"")]
    [InlineData("client.send(Symbol())", "\"TypeError\"")]
    [InlineData("for (;;) client.send(new Uint8Array(1048576))", "\"Error\"")]
    public void Codes_reasons_and_sizes_have_their_limits(string code, string expected) => Assert.Equal(expected, TestRealm.Json(Pair + $$"""
        const closed = new Promise((resolve) => server.addEventListener('close', (e) => resolve([e.code, e.reason])));
        try { {{code}}; } catch (e) { return e.name; }
        return closed;
        """));

    [Fact]
    public void Binary_messages_are_what_binaryType_says() => Assert.Equal("[\"arraybuffer\",\"blob\",\"blob\",\"abc\",3]", TestRealm.Json(Pair + """
        seen.push(server.binaryType);
        server.binaryType = 'blob'; seen.push(server.binaryType);
        server.binaryType = 'nonsense'; seen.push(server.binaryType);
        const got = new Promise((resolve) => { server.onmessage = (e) => resolve(e.data); });
        client.send(new Blob(['abc']));
        const blob = await got;
        seen.push(await blob.text(), blob.size);
        return seen;
        """));

    [Fact]
    public void A_listener_runs_in_the_context_in_which_the_socket_was_accepted_and_a_throwing_one_harms_nobody()
    {
        var realm = new TestRealm();
        Assert.Equal("[\"x\"]", realm.EvaluateJson(Pair + """
            const done = new Promise((resolve) => { server.addEventListener('message', () => { throw new Error('oops'); }); server.addEventListener('message', (e) => { seen.push(e.data); resolve(); }); });
            client.send('x');
            await done;
            return seen;
            """));
        Assert.Contains("oops", string.Join('\n', realm.Unhandled), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("new Response(null, { status: 101 })", "RangeError")]
    [InlineData("new Response(null, { status: 101, webSocket: {} })", "TypeError")]
    [InlineData("new Response(null, { status: 200, webSocket: new WebSocketPair()[0] })", "RangeError")]
    [InlineData("new Response('body', { status: 101, webSocket: new WebSocketPair()[0] })", "TypeError")]
    [InlineData("new Response(null, { status: 101, webSocket: new WebSocketPair()[0] }).clone()", "TypeError")]
    [InlineData("new WebSocket('nothing')", "SyntaxError")]
    [InlineData("new WebSocket('ftp://a.example/')", "SyntaxError")]
    [InlineData("new WebSocket('ws://a.example/#x')", "SyntaxError")]
    [InlineData("new WebSocket('ws://a.example/', 'a b')", "SyntaxError")]
    [InlineData("new WebSocket('ws://a.example/', ['a', 'a'])", "SyntaxError")]
    [InlineData("new WebSocket()", "TypeError")]
    [InlineData("WebSocket('ws://a.example/')", "TypeError")]
    public void What_is_wrong_throws(string code, string name) =>
        Assert.Equal($"\"{name}\"", TestRealm.Json($"try {{ {code}; return 'passed'; }} catch (e) {{ return e.name; }}"));

    [Fact]
    public void A_response_shows_its_socket_and_a_close_event_can_be_made() => Assert.Equal("[101,true,null,\"close\",1,\"r\",true,0]", TestRealm.Json("""
        const { 0: client } = new WebSocketPair();
        const r = new Response(null, { status: 101, webSocket: client });
        const e = new CloseEvent('close', { code: 1, reason: 'r', wasClean: true });
        return [r.status, r.webSocket === client, new Response().webSocket, e.type, e.code, e.reason, e.wasClean, new CloseEvent('x').code];
        """));
}
