using FsCheck.Xunit;
using PureEdge.AspNetCore.Caching;
using PureEdge.Engine;

namespace PureEdge.AspNetCore.Tests.Caching;

public class ResponseCodecTests
{
    private static readonly CacheKey Key = new("w", "", "http://a/");

    [Property(MaxTest = 500)]
    public bool Any_bytes_are_a_response_or_none_without_a_fault(byte[] bytes) => ResponseCodec.Decode(Key, [1, .. bytes]) is null;

    [Property(MaxTest = 500)]
    public void A_changed_byte_gives_no_fault_and_no_more_than_there_is(ushort at, byte to)
    {
        var headers = new HeaderList();
        headers.Append("a", "b");
        var bytes = ResponseCodec.Encode(Key, new() { Status = 200, Headers = headers, StoredAt = 1, ExpiresAt = 2, VaryingHeaders = [new("x", null)] }, 1000)!;
        bytes[at % bytes.Length] = to;
        var response = ResponseCodec.Decode(Key, bytes);
        Assert.True(response is null || response.Headers.Count <= 1);
        Assert.Null(ResponseCodec.Decode(Key, bytes.AsSpan(0, at % bytes.Length)));
    }

    [Fact]
    public void Another_key_is_none_and_too_many_bytes_are_not_made()
    {
        var response = new CachedResponse { Status = 200, Headers = new(), StoredAt = 1, ExpiresAt = 2 };
        var bytes = ResponseCodec.Encode(Key, response, 1000)!;
        Assert.NotNull(ResponseCodec.Decode(Key, bytes));
        Assert.Null(ResponseCodec.Decode(Key with { Worker = "v" }, bytes));
        Assert.Null(ResponseCodec.Decode(Key with { Url = "http://b/" }, bytes));
        Assert.Null(ResponseCodec.Encode(Key, new() { Status = 200, StatusText = new('x', 500), Headers = new(), StoredAt = 1, ExpiresAt = 2 }, 1000));
    }
}
