// These tests wait more than they work: for an org that is slow, for pauses before a call is made again, for processes to start.
[assembly: CollectionBehavior(MaxParallelThreads = 4)]
