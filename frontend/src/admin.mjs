import { keepActionsOutOfAutosave } from './autosave.mjs'

keepActionsOutOfAutosave(document)
