using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Time.Testing;
using PureEdge.AspNetCore.Serving;

namespace PureEdge.AspNetCore.Tests.Serving;

public sealed class CertificateTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task The_certificate_is_that_of_the_name_and_HTTP_2_is_spoken()
    {
        Write("certs/one.pem", "a.example");
        Write("certs/two.pem", "*.b.example");
        await using var server = await PureEdgeServer.StartAsync(new ServerOptions
        {
            Paths = [_folder.Write("worker.js", "export default { fetch(request) { return new Response(`${request.url} ${request.cf.httpProtocol} ${request.cf.tlsVersion} ${request.cf.tlsCipher.startsWith('TLS_')}`); } };")],
            Urls = ["https://127.0.0.1:0"],
            AdminUrls = ["https://127.0.0.1:0"],
            DataDirectory = ":memory:",
            Certificates = Path.Combine(_folder.FullName, "certs"),
        });
        foreach (var address in new[] { server.Addresses.Single(), server.AdminAddresses.Single() })
        {
            Assert.Equal("CN=a.example", await SubjectAsync(new Uri(address), "a.example"));
            Assert.Equal("CN=*.b.example", await SubjectAsync(new Uri(address), "x.b.example"));
            Assert.Equal("CN=a.example", await SubjectAsync(new Uri(address), "x.y.b.example"));
            Assert.Equal("CN=a.example", await SubjectAsync(new Uri(address), "other.example"));
        }

        var worker = new Uri(server.Addresses.Single());
        using var client = new HttpClient(new SocketsHttpHandler
        {
            SslOptions = new() { RemoteCertificateValidationCallback = IsOurs },
            ConnectCallback = async (_, cancel) =>
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
                await socket.ConnectAsync(worker.Host, worker.Port, cancel);
                return new NetworkStream(socket, ownsSocket: true);
            },
        });
        using var request = new HttpRequestMessage(HttpMethod.Get, "https://a.example/path") { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        using var answer = await client.SendAsync(request);
        Assert.Matches("^https://a\\.example/path HTTP/2 TLSv1\\.[23] true$", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public void A_renewed_certificate_is_taken_up_and_a_damaged_one_is_not()
    {
        var time = new FakeTimeProvider();
        var problems = new List<string>();
        var path = Write("one.pem", "first.example");
        var store = CertificateStore.Open(path, time, problems.Add);
        Write("one.pem", "second.example");
        Assert.Equal("CN=first.example", Subject(store));
        time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal("CN=second.example", Subject(store));
        _folder.Write("one.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal("CN=second.example", Subject(store));
        Assert.Contains("one.pem' is no certificate", Assert.Single(problems), StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_may_lie_beside_and_what_is_missing_is_named()
    {
        var (certificate, key) = Make("a.example");
        var path = _folder.Write("a.pem", certificate);
        Assert.Contains("with the key beside it in 'a.key'", Assert.Throws<PureEdgeException>(() => CertificateStore.Open(path, TimeProvider.System, _ => { })).Message, StringComparison.Ordinal);
        _folder.Write("a.key", key);
        Assert.Equal("CN=a.example", Subject(CertificateStore.Open(path, TimeProvider.System, _ => { })));
        Directory.CreateDirectory(Path.Combine(_folder.FullName, "empty"));
        Assert.Contains("has no .pem files", Assert.Throws<PureEdgeException>(() => CertificateStore.Open(Path.Combine(_folder.FullName, "empty"), TimeProvider.System, _ => { })).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("needs a certificate", "https://127.0.0.1:0")]
    [InlineData("one port for http and https", "https://127.0.0.1:0", "http://127.0.0.1:0")]
    public async Task Addresses_that_cannot_be_served_are_refused(string expected, params string[] urls)
    {
        var error = await Assert.ThrowsAsync<PureEdgeException>(() => PureEdgeServer.StartAsync(new ServerOptions
        {
            Urls = urls,
            AdminUrls = ["http://127.0.0.1:0"],
            DataDirectory = ":memory:",
            Certificates = urls.Length == 1 ? null : Write("a.pem", "a.example"),
        }));
        Assert.Equal("options_invalid", error.Code);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    // Nobody has signed it but itself.
    private static bool IsOurs(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors) => certificate is not null && certificate.Subject == certificate.Issuer;

    private static string Subject(CertificateStore store) => store.For("").ServerCertificateContext!.TargetCertificate.Subject;

    private static async Task<string> SubjectAsync(Uri address, string name)
    {
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port, late.Token);
        await using var secured = new SslStream(client.GetStream());
        await secured.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = name, RemoteCertificateValidationCallback = IsOurs }, late.Token);
        return secured.RemoteCertificate!.Subject;
    }

    private static (string Certificate, string Key) Make(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, new DateTimeOffset(2100, 1, 1, 0, 0, 0, TimeSpan.Zero));
        return (certificate.ExportCertificatePem() + "\n", key.ExportPkcs8PrivateKeyPem() + "\n");
    }

    private string Write(string file, string name)
    {
        var (certificate, key) = Make(name);
        return _folder.Write(file, certificate + key);
    }
}
