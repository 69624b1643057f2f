using System.Buffers;
using System.Collections.Concurrent;
using Microsoft.AspNetCore.Connections;

namespace PureEdge.AspNetCore.Serving;

/// <summary>
/// Gives Kestrel the buffers of its connections in blocks of 16 KB instead of 4: a body of a megabyte is then read in a quarter of the
/// calls to the system. A connection without data holds none.
/// </summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class ConnectionMemory : IMemoryPoolFactory<byte>
{
    /// <inheritdoc/>
    public MemoryPool<byte> Create(MemoryPoolOptions? options = null) => new Pool();

    private sealed class Pool : MemoryPool<byte>
    {
        private const int BlockLength = 16 << 10;

        // 16 MB; what a peak needs beyond them is garbage after it.
        private const int MostIdle = 1 << 10;

        private readonly ConcurrentQueue<Block> _idle = new();
        private int _idleCount;

        public override int MaxBufferSize => BlockLength;

        public override IMemoryOwner<byte> Rent(int minBufferSize = -1)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan(minBufferSize, BlockLength);
            if (_idle.TryDequeue(out var block))
            {
                Interlocked.Decrement(ref _idleCount);
                block.IsRented = 1;
                return block;
            }

            return new Block(this);
        }

        protected override void Dispose(bool disposing) => _idle.Clear();

        private void Return(Block block)
        {
            if (Interlocked.Increment(ref _idleCount) <= MostIdle)
            {
                _idle.Enqueue(block);
            }
            else
            {
                Interlocked.Decrement(ref _idleCount);
            }
        }

        private sealed class Block(Pool pool) : IMemoryOwner<byte>
        {
            // Pinned, so that a read under way never holds up the collector's compaction.
            private readonly byte[] _bytes = GC.AllocateUninitializedArray<byte>(BlockLength, pinned: true);

            public int IsRented = 1;

            public Memory<byte> Memory => _bytes;

            public void Dispose()
            {
                if (Interlocked.Exchange(ref IsRented, 0) == 1)
                {
                    pool.Return(this);
                }
            }
        }
    }
}
