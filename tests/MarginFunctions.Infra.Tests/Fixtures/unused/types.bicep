@export()
type broker = { id: string }

type orphan = string // finding: type 'orphan' is not used
