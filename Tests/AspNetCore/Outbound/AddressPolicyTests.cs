using System.Net;
using FsCheck.Fluent;
using FsCheck.Xunit;
using PureEdge.AspNetCore.Outbound;

namespace PureEdge.AspNetCore.Tests.Outbound;

public sealed class AddressPolicyTests
{
    [Theory]
    [InlineData("1.1.1.1")]
    [InlineData("93.184.216.34")]
    [InlineData("172.15.255.255")]
    [InlineData("172.32.0.0")]
    [InlineData("100.63.255.255")]
    [InlineData("100.128.0.0")]
    [InlineData("223.255.255.255")]
    [InlineData("2606:4700:4700::1111")]
    [InlineData("2a00:1450:4001:81b::200e")]
    [InlineData("::ffff:8.8.8.8")]
    [InlineData("64:ff9b::808:808")]
    [InlineData("2002:808:808::1")]
    public void A_public_address_is_allowed(string address) => Assert.True(AddressPolicy.IsPublic(IPAddress.Parse(address)));

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("0.1.2.3")]
    [InlineData("10.0.0.1")]
    [InlineData("100.64.0.1")]
    [InlineData("127.0.0.1")]
    [InlineData("127.255.255.254")]
    [InlineData("169.254.169.254")]
    [InlineData("172.16.0.1")]
    [InlineData("172.31.255.255")]
    [InlineData("192.0.0.8")]
    [InlineData("192.0.2.1")]
    [InlineData("192.168.1.1")]
    [InlineData("198.18.0.1")]
    [InlineData("198.51.100.1")]
    [InlineData("203.0.113.1")]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("::7f00:1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::ffff:169.254.169.254")]
    [InlineData("::ffff:0:127.0.0.1")]
    [InlineData("64:ff9b::7f00:1")]
    [InlineData("64:ff9b::a9fe:a9fe")]
    [InlineData("64:ff9b:1::808:808")]
    [InlineData("2002:7f00:1::1")]
    [InlineData("2002:a9fe:a9fe::1")]
    [InlineData("2001::1")]
    [InlineData("2001:db8::1")]
    [InlineData("3fff::1")]
    [InlineData("5f00::1")]
    [InlineData("100::1")]
    [InlineData("fc00::1")]
    [InlineData("fd12:3456::1")]
    [InlineData("fe80::1")]
    [InlineData("fe80::1%1")]
    [InlineData("fec0::1")]
    [InlineData("ff02::1")]
    public void A_special_address_is_refused(string address) => Assert.False(AddressPolicy.IsPublic(IPAddress.Parse(address)));

    [Property]
    public FsCheck.Property An_IPv4_address_is_judged_alike_in_every_dress(uint bits)
    {
        var address = new IPAddress(BitConverter.GetBytes(bits));
        var b = address.GetAddressBytes();
        byte[] nat64 = [0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0, .. b];
        byte[] sixToFour = [0x20, 0x02, .. b, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1];
        var direct = AddressPolicy.IsPublic(address);
        return (AddressPolicy.IsPublic(address.MapToIPv6()) == direct)
            .And(AddressPolicy.IsPublic(new IPAddress(nat64)) == direct)
            .And(AddressPolicy.IsPublic(new IPAddress(sixToFour)) == direct)
            .Label(address.ToString());
    }

    [Property]
    public bool An_IPv6_address_outside_of_global_unicast_is_refused(byte first, byte[] rest)
    {
        var bytes = new byte[16];
        rest.AsSpan(0, Math.Min(rest.Length, 15)).CopyTo(bytes.AsSpan(1));
        bytes[0] = first;
        var address = new IPAddress(bytes);
        return (first & 0xe0) == 0x20 || first == 0 || !AddressPolicy.IsPublic(address);
    }
}
