using System.Diagnostics;
using System.Net.Sockets;
using System.Text;

namespace PureEdge.Hostile.Tests.Servers;

/// <summary>One request of the neighbour's client.</summary>
internal readonly record struct NeighbourSample(long SentAt, double Milliseconds, bool IsOk);

/// <summary>
/// The client of another worker of the same server: asks again and again, about once a millisecond, on a connection and a thread of
/// its own, as long as it lives.
/// </summary>
/// <remarks>Mutable state: the samples, under their lock; the socket, owned by the thread.</remarks>
internal sealed class Neighbour : IDisposable
{
    /// <summary>The time between two requests.</summary>
    public const double CadenceMilliseconds = 1;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    private readonly byte[] _request;
    private readonly Uri _address;
    private readonly List<NeighbourSample> _samples = [];
    private readonly byte[] _buffer = new byte[8192];
    private readonly Thread _thread;
    private Socket? _socket;
    private volatile bool _stopped;

    public Neighbour(Uri address, string host)
    {
        _address = address;
        _request = Encoding.ASCII.GetBytes($"GET / HTTP/1.1\r\nHost: {host}\r\n\r\n");
        _thread = new Thread(Run) { IsBackground = true, Name = "neighbour" };
        _thread.Start();
    }

    /// <summary>The requests that were under way between two time stamps.</summary>
    public IReadOnlyList<NeighbourSample> Between(long from, long to)
    {
        lock (_samples)
        {
            // From the newest back: the windows that are asked for are the latest.
            List<NeighbourSample> found = [];
            for (int i = _samples.Count - 1; i >= 0; i--)
            {
                NeighbourSample sample = _samples[i];
                long end = sample.SentAt + (long)(sample.Milliseconds * Stopwatch.Frequency / 1000);
                if (end < from)
                {
                    break;
                }

                if (sample.SentAt <= to)
                {
                    found.Add(sample);
                }
            }

            return found;
        }
    }

    /// <summary>Waits until so many requests were answered from now on, or the patience is over.</summary>
    public async Task WaitForAnswersAsync(int count)
    {
        int goal = Answered() + count;
        long start = Stopwatch.GetTimestamp();
        using PeriodicTimer look = new(TimeSpan.FromMilliseconds(2));
        while (Answered() < goal && Stopwatch.GetElapsedTime(start) < Patience)
        {
            await look.WaitForNextTickAsync();
        }
    }

    public void Dispose()
    {
        _stopped = true;
        _socket?.Dispose();
        _thread.Join();
    }

    private int Answered()
    {
        lock (_samples)
        {
            return _samples.Count;
        }
    }

    private void Run()
    {
        while (!_stopped)
        {
            long start = Stopwatch.GetTimestamp();
            bool isOk = TryAsk();
            if (_stopped)
            {
                return;
            }

            NeighbourSample sample = new(start, Stopwatch.GetElapsedTime(start).TotalMilliseconds, isOk);
            lock (_samples)
            {
                _samples.Add(sample);
            }

            // The client's pace, not a wait for something.
            Thread.Sleep((int)CadenceMilliseconds);
        }
    }

    private bool TryAsk()
    {
        try
        {
            if (_socket is null)
            {
                _socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveTimeout = (int)Patience.TotalMilliseconds };
                _socket.Connect(_address.Host, _address.Port);
            }

            _socket.Send(_request);
            return ReadAnswer().StartsWith("HTTP/1.1 200 ", StringComparison.Ordinal);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            _socket?.Dispose();
            _socket = null;
            return false;
        }
    }

    // The worker's answers are short; each ends with its marker, chunked or not.
    private string ReadAnswer()
    {
        int length = 0;
        while (true)
        {
            int read = _socket!.Receive(_buffer.AsSpan(length));
            length += read;
            string text = Encoding.ASCII.GetString(_buffer, 0, length);
            int body = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            bool isChunked = text.Contains("chunked", StringComparison.OrdinalIgnoreCase);
            if (read == 0 || length == _buffer.Length || (body >= 0 && (isChunked ? text.EndsWith("0\r\n\r\n", StringComparison.Ordinal) : length >= body + 4 + ContentLength(text))))
            {
                return text;
            }
        }
    }

    private static int ContentLength(string text)
    {
        const string Header = "content-length: ";
        int at = text.IndexOf(Header, StringComparison.OrdinalIgnoreCase);
        return at < 0 ? 0 : int.Parse(text.AsSpan(at + Header.Length, text.IndexOf('\r', at) - at - Header.Length), System.Globalization.CultureInfo.InvariantCulture);
    }
}
