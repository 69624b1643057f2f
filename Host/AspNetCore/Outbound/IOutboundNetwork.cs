using System.Net;
using System.Net.Sockets;

namespace PureEdge.AspNetCore.Outbound;

/// <summary>Names and connections of the machine, so that tests can answer for the world outside.</summary>
internal interface IOutboundNetwork
{
    /// <summary>The addresses of a name, asked anew each time.</summary>
    Task<IPAddress[]> ResolveAsync(string name, CancellationToken cancellationToken);

    /// <summary>Connects to one of some addresses.</summary>
    Task<Stream> ConnectAsync(IPAddress[] addresses, int port, CancellationToken cancellationToken);
}

/// <summary>The machine's own.</summary>
internal sealed class MachineNetwork : IOutboundNetwork
{
    /// <inheritdoc/>
    public Task<IPAddress[]> ResolveAsync(string name, CancellationToken cancellationToken) => Dns.GetHostAddressesAsync(name, cancellationToken);

    /// <inheritdoc/>
    public async Task<Stream> ConnectAsync(IPAddress[] addresses, int port, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
