// Most of the time goes into waiting for servers and samples, not into computing.
[assembly: CollectionBehavior(MaxParallelThreads = 4)]
