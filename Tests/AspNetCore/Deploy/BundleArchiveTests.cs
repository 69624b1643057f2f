using System.Text;
using FsCheck.Xunit;
using PureEdge.AspNetCore.Configuration;
using PureEdge.AspNetCore.Deploy;
using PureEdge.Engine;

namespace PureEdge.AspNetCore.Tests.Deploy;

public sealed class BundleArchiveTests
{
    private static readonly WorkerBundle Bundle = new(
    [
        new("index.js", WorkerModuleKind.EsModule, "export default 1;"u8.ToArray()),
        new("nöte.txt", WorkerModuleKind.Text, Array.Empty<byte>()),
        new("data.bin", WorkerModuleKind.Data, new byte[] { 0, 255, 1 }),
    ]);

    [Fact]
    public void What_is_written_is_read()
    {
        var archive = BundleArchive.Write(Bundle, [new FormPart("index.js.map", null, Encoding.UTF8.GetBytes("{}"))]);
        var (bundle, maps) = BundleArchive.Read(archive);
        Assert.Equal(Bundle.Hash, bundle.Hash);
        Assert.Equal(Bundle.Modules.Select(m => m.Name), bundle.Modules.Select(m => m.Name));
        Assert.Equal("{}", Encoding.UTF8.GetString(Assert.Single(maps).Content));
        Assert.Equal(archive, BundleArchive.Write(bundle, maps));
    }

    [Property]
    public bool A_cut_archive_is_fewer_modules_or_refused_and_never_read_past_its_end(int at)
    {
        var archive = BundleArchive.Write(Bundle, []);
        try
        {
            return BundleArchive.Read(archive.AsMemory(0, (int)((uint)at % (uint)archive.Length))).Bundle.Modules.Count < 3;
        }
        catch (InvalidDataException)
        {
            return true;
        }
    }

    [Theory]
    [InlineData("")] // no module
    [InlineData("FF 0100 00000000 6D")] // only a source map
    [InlineData("00 0100 00000000 6D 00 0100 00000000 6D")] // a name taken twice
    [InlineData("00 0000 00000000")] // no name
    [InlineData("63 0100 00000000 6D")] // an unknown kind
    [InlineData("00 0100 FFFFFFFF 6D")]
    [InlineData("00 FFFF 00000000 6D")]
    public void What_makes_no_worker_is_refused(string entries) =>
        Assert.Throws<InvalidDataException>(() => BundleArchive.Read((byte[])[.. "PEB1"u8, .. Convert.FromHexString(entries.Replace(" ", "", StringComparison.Ordinal))]));
}
